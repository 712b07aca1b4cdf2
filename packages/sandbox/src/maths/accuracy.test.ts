import { expect, test } from 'vitest';
import { accuracy } from './accuracy.ts';

test('gives the mean absolute error and R²', () => {
  // Errors 1, 0, -1 around the truth 1, 2, 3 (mean 2): MAE 2/3, R² = 1 - 2/2 = 0.
  expect(accuracy([1, 2, 3], [0, 2, 4])).toEqual({ mae: 2 / 3, r2: 0 });
  expect(accuracy([1, 2, 3], [1, 2, 3])).toEqual({ mae: 0, r2: 1 });
});

test('leaves out rows without truth', () => {
  expect(accuracy([null, 1, 3], [99, 1, 3])).toEqual({ mae: 0, r2: 1 });
  expect(accuracy([null, null], [1, 2])).toBeUndefined();
});

test('has no R² for a constant truth', () => {
  expect(accuracy([5, 5], [4, 6])).toEqual({ mae: 1, r2: undefined });
});
