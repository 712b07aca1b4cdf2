import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { refuse } from './api-error.ts';

/** A Parquet table: the columns asked for, as far as they are there. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/**
 * Reads the named columns of a Parquet file, in any codec; other columns are not even decoded.
 *
 * @throws {BadRequest} the bytes are no Parquet file, or a broken one.
 */
export async function readFeatures(bytes: Uint8Array<ArrayBuffer>, names: readonly string[]): Promise<Table> {
  try {
    const metadata = parquetMetadata(bytes.buffer);
    const present = new Set(parquetSchema(metadata).children.map(({ element }) => element.name));
    const rows = Number(metadata.num_rows);
    const columns = new Map(names.filter((name) => present.has(name)).map((name) => [name, [] as unknown[]]));
    await parquetRead({
      file: bytes.buffer,
      metadata,
      columns: [...columns.keys()],
      compressors,
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
    const reason = error instanceof Error ? error.message : String(error);
    throw refuse('features', `The file could not be read as Parquet: ${reason}.`);
  }
}
