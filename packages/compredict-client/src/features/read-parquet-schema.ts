import { parquetMetadataAsync, parquetSchema } from 'hyparquet';
import type { KnownColumn } from './check-features.ts';
import { FeaturesError } from './features-error.ts';

/**
 * The columns that a Parquet file says it has. Reads its footer alone.
 *
 * @throws {@link FeaturesError} `NotParquet` for a footer that cannot be read.
 */
export async function readParquetSchema(file: Blob): Promise<KnownColumn[]> {
  const slice = (start: number, end?: number) => file.slice(start, end).arrayBuffer();
  try {
    const metadata = await parquetMetadataAsync({ byteLength: file.size, slice });
    return parquetSchema(metadata).children.map(({ element }) => ({
      element,
      // What pyarrow writes of a column without any value.
      empty: element.logical_type?.type === 'NULL',
    }));
  } catch {
    // The reader's reason may quote the file.
    const message = 'The footer of the Parquet file cannot be read.';
    throw new FeaturesError({ code: 'NotParquet', message });
  }
}
