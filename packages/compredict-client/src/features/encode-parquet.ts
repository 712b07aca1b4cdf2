import { parquetWriteBuffer } from 'hyparquet-writer';
import type { NamedColumn } from './columns.ts';
import { inferSchema } from './infer-schema.ts';

/**
 * Writes columns as a Parquet file, compressed with SNAPPY.
 *
 * @throws {@link FeaturesError} that names column, row and type.
 */
export function encodeParquet(columns: readonly NamedColumn[]): ArrayBuffer {
  const inferred = columns.map((column) => ({ name: column.name, ...inferSchema(column) }));
  return parquetWriteBuffer({
    columnData: inferred.map(({ name, data }) => ({ name, data })),
    schema: [{ name: 'root', num_children: columns.length }, ...inferred.flatMap(({ schema }) => schema)],
    codec: 'SNAPPY',
    rowGroupSize: 100_000,
  });
}
