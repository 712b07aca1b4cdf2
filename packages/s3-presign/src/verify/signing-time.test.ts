import { expect, test } from 'vitest';
import { signingTime } from './signing-time.ts';

test('the same text is the same moment, and no date that somebody else has changed', () => {
  const first = signingTime('20260301T120000Z');
  expect(first).toEqual(new Date('2026-03-01T12:00:00Z'));
  first?.setTime(0);
  expect(signingTime('20260301T120000Z')).toEqual(new Date('2026-03-01T12:00:00Z'));
});

test.each(['', '20260230T000000Z', '2026-03-01T12:00:00Z'])(
  '%j is none, whatever was asked before',
  (text) => {
    expect(signingTime(text)).toBeUndefined();
    signingTime('20260301T120000Z');
    expect(signingTime(text)).toBeUndefined();
    expect(signingTime(text)).toBeUndefined();
  },
);
