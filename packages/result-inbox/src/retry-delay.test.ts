import { expect, test } from 'vitest';
import { defaultDelay, wholeDelay } from './retry-delay.ts';

test.each([
  [0, 0],
  [0.1, 1],
  [900, 900],
  [-1, 0],
  [1e9, 43_200],
  [Number.POSITIVE_INFINITY, 43_200],
  [Number.NaN, 20],
  [undefined as never, 20],
])('%s seconds after the second attempt become %i', (given, seconds) => {
  expect(wholeDelay(() => given)(2)).toBe(seconds);
});

test('the default is doubled with each attempt, up to 15 minutes', () => {
  expect([1, 2, 7, 8, 5000].map(defaultDelay)).toEqual([10, 20, 640, 900, 900]);
});
