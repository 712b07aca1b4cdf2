import type { FeatureColumns } from '../../src/features/features.ts';

/** A row for each way in which a value can be there or not. Every reader must find in the file what stands here. */
export const scalarColumns: FeatureColumns = {
  number: [1.5, -2, 1e300],
  gaps: [1, null, 3],
  odd: [Number.NaN, Number.POSITIVE_INFINITY, -0],
  nothing: [null, null, null],
  float: Float32Array.of(0.5, -1, 2),
  int: Int32Array.of(-1, 0, 2 ** 31 - 1),
  unsigned: Uint32Array.of(0, 1, 2 ** 32 - 1),
  big: [2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n],
  flag: [true, null, false],
  word: ['a', null, 'Müller \u{1F697}'],
  at: [new Date('2026-01-01T00:00:00.123Z'), null, new Date(-1)],
  'a.b "c"': ['', 'x', 'y'],
};

/** Cells that are lists. */
export const listColumns: FeatureColumns = {
  list: [[1.5, 2], [], null],
  inner: [[null, 3], [4], [5]],
};

/** The columns as rows of plain values: typed arrays and `Date`s as the numbers in them. */
export function plainRows(columns: FeatureColumns): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [{}, {}, {}];
  for (const [name, values] of Object.entries(columns)) {
    rows.forEach((row, index) => {
      row[name] = plain(values[index]);
    });
  }
  return rows;
}

/** A value as a test compares it: dates by their milliseconds, 64-bit integers as numbers where those are exact. */
export function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Array.isArray(value) ? value.map(plain) : value;
}
