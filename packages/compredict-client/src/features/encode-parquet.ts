import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Codec, compressorOf } from './codec.ts';
import type { ParquetColumn } from './parquet-schema.ts';

/**
 * Writes columns as a Parquet file.
 *
 * @throws {@link FeaturesError} where the codec is not to be had.
 */
export function encodeParquet(columns: readonly ParquetColumn[], codec: Codec = 'snappy'): ArrayBuffer {
  return parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({ name, data })),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.flatMap(({ schema }) => schema)],
    ...compressorOf(codec),
    rowGroupSize: 100_000,
  });
}
