import { mean } from './mean.ts';

/** How near predictions come to the truth. */
export interface Accuracy {
  /** Mean absolute error, in the unit of the values. */
  readonly mae: number;
  /** Coefficient of determination: 1 is perfect, 0 is no better than the mean. `undefined` if the truth is constant. */
  readonly r2: number | undefined;
}

/** Compares predictions with the truth; pairs whose truth is null are left out. `undefined` if no pair is left. */
export function accuracy(
  truth: readonly (number | null)[],
  predictions: readonly number[],
): Accuracy | undefined {
  const pairs = predictions.flatMap((prediction, row) => {
    const actual = truth[row];
    return actual == null ? [] : [{ actual, error: actual - prediction }];
  });
  if (pairs.length === 0) return undefined;
  const center = mean(pairs.map(({ actual }) => actual));
  const total = pairs.reduce((sum, { actual }) => sum + (actual - center) ** 2, 0);
  const residual = pairs.reduce((sum, { error }) => sum + error ** 2, 0);
  return {
    mae: mean(pairs.map(({ error }) => Math.abs(error))),
    r2: total === 0 ? undefined : 1 - residual / total,
  };
}
