/** How good predictions are. */
export interface Metrics {
  readonly rows: number;
  /** Mean absolute error, in the unit of what was predicted. */
  readonly mae: number;
  /** Share of the variance that the predictions explain: 1 is perfect, 0 no better than the mean. */
  readonly r2: number;
}

/** Holds predictions against the truth. Both must be of one length, at least one. */
export function metrics(truth: readonly number[], predictions: readonly number[]): Metrics {
  const rows = truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / rows;
  let absolute = 0;
  let residual = 0;
  let total = 0;
  truth.forEach((value, at) => {
    const error = value - (predictions[at] ?? Number.NaN);
    absolute += Math.abs(error);
    residual += error ** 2;
    total += (value - mean) ** 2;
  });
  return { rows, mae: absolute / rows, r2: 1 - residual / total };
}
