import { type Compressors, parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { checkRows, type Table, type TableLimits, UnreadableFeatures } from './table.ts';

/**
 * Reads the named columns of a Parquet file, in any codec; other columns are not even decoded.
 *
 * A damaged file can keep the decoder busy for ever: call it where it can be ended.
 *
 * @throws {UnreadableFeatures} the bytes are no Parquet file, a broken one, or more than the limits allow.
 */
export async function readParquet(
  bytes: Uint8Array<ArrayBuffer>,
  names: readonly string[],
  limits: TableLimits,
): Promise<Table> {
  try {
    const metadata = parquetMetadata(bytes.buffer);
    const present = new Set(parquetSchema(metadata).children.map(({ element }) => element.name));
    const rows = Number(metadata.num_rows);
    checkRows(rows, limits);
    const columns = new Map(names.filter((name) => present.has(name)).map((name) => [name, [] as unknown[]]));
    await parquetRead({
      file: bytes.buffer,
      metadata,
      columns: [...columns.keys()],
      compressors: limited(limits.maxUnpackedBytes),
      onChunk({ columnName, columnData, rowStart }) {
        const column = columns.get(columnName);
        for (let index = 0; column && index < columnData.length; index += 1) {
          column[rowStart + index] = columnData[index];
        }
      },
    });
    for (const [name, column] of columns) {
      if (column.length !== rows) throw new Error(`column ${name} has ${column.length} of ${rows} rows`);
    }
    return { rows, columns };
  } catch (error) {
    if (error instanceof UnreadableFeatures) throw error;
    // An error of the engine, such as a TypeError, is about the decoder's code, which trusts the file.
    const reason = error instanceof Error && error.name === 'Error' ? error.message : 'it is damaged';
    throw new UnreadableFeatures(`The file could not be read as Parquet: ${reason}.`);
  }
}

/** Every codec, refusing to unpack a small file to more than may be held. */
function limited(maxBytes: number): Compressors {
  let unpacked = 0;
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (page: Uint8Array, length: number) => {
        unpacked += length;
        if (unpacked > maxBytes) {
          throw new UnreadableFeatures(`The file unpacks to more than ${maxBytes} bytes.`);
        }
        return unpack(page, length);
      },
    ]),
  );
}
