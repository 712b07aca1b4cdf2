import { expect, test } from 'vitest';
import { metrics } from './metrics.ts';

test('perfect predictions', () => {
  expect(metrics([1, 2, 3], [1, 2, 3])).toEqual({ rows: 3, mae: 0, r2: 1 });
});

test('the mean explains nothing', () => {
  expect(metrics([1, 2, 3], [2, 2, 2])).toEqual({ rows: 3, mae: 2 / 3, r2: 0 });
});

test('by hand: errors 1, 0 and -2 around a mean of 4', () => {
  // Absolute 3 / 3; squares 5; total 9 + 0 + 9.
  expect(metrics([1, 4, 7], [0, 4, 9])).toEqual({ rows: 3, mae: 1, r2: 1 - 5 / 18 });
});
