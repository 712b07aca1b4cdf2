import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

test.each<[string | undefined, string, number | undefined]>([
  ['2', '', 2000],
  ['0', 'Expected available in 6 seconds.', 0],
  [' 1.5 ', '', 1500],
  ['Thu, 01 Jan 2026 00:00:10 GMT', '', 10_000],
  ['Wed, 31 Dec 2025 00:00:10 GMT', '', 0],
  ['soon', '', undefined],
  ['soon', 'Expected available in 1 second.', 1000],
  [undefined, '{"error": "Request was throttled. Expected available in 6 seconds."}', 6000],
  [undefined, 'Too many requests', undefined],
  [undefined, '', undefined],
])('header %j, text %j: %s', (header, text, expected) => {
  expect(retryAfterMs(new Headers(header === undefined ? {} : { 'retry-after': header }), text, now)).toBe(
    expected,
  );
});
