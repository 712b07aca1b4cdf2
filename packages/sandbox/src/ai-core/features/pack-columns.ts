import type { CheckedFeatures } from './check-features.ts';

/** Columns on their way between threads: numbers change hands, only other values are copied. */
export interface PackedColumns {
  readonly columns: Readonly<Record<string, Float64Array | CheckedFeatures[string]>>;
  /** To be transferred, not copied. */
  readonly buffers: ArrayBuffer[];
}

/** Packs columns of numbers and nulls; a checked column holds no NaN, so NaN can stand for null. */
export function packColumns(features: CheckedFeatures): PackedColumns {
  const buffers: ArrayBuffer[] = [];
  const columns = Object.entries(features).map(([name, cells]) => {
    if (!cells?.every((cell) => cell === null || typeof cell === 'number')) return [name, cells];
    const numbers = Float64Array.from(cells as (number | null)[], (cell) => cell ?? Number.NaN);
    buffers.push(numbers.buffer);
    return [name, numbers];
  });
  return { columns: Object.fromEntries(columns), buffers };
}

/** The columns as they were before {@link packColumns}. */
export function unpackColumns({ columns }: PackedColumns): CheckedFeatures {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [
      name,
      cells instanceof Float64Array ? Array.from(cells, (cell) => (Number.isNaN(cell) ? null : cell)) : cells,
    ]),
  ) as CheckedFeatures;
}
