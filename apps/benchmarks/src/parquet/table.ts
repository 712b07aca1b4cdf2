/** Rows of the table that is written. */
export const rowCount = 1_000_000;

/** Five doubles a row, such as vehicles measure: noise, a wave, a ramp, a gauge of tenths, and a gear. */
export const columns: Readonly<Record<string, Float64Array>> = {
  noise: column(() => Math.random()),
  wave: column((row) => 50 * Math.sin(row / 1000) + Math.random()),
  ramp: column((row) => row / 100),
  gauge: column(() => Math.round(Math.random() * 1000) / 10),
  gear: column((row) => 1 + (Math.floor(row / 500) % 6)),
};

/** The same as lists of numbers, which most programs have. */
export const lists: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
  Object.entries(columns).map(([name, values]) => [name, Array.from(values)]),
);

function column(value: (row: number) => number): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => value(row));
}
