/** What a features file holds: the columns asked for, as far as they are there. */
export interface Table {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
  /** Parameters that v1 clients put into the same file. */
  readonly parameters?: unknown;
}

/** How much a features file may hold. */
export interface TableLimits {
  readonly maxRows: number;
  /** Bytes that the pages of a Parquet file may unpack to, all together. */
  readonly maxUnpackedBytes: number;
}

/** Why a features file cannot be read, in words for the user. */
export class UnreadableFeatures extends Error {
  override readonly name = 'UnreadableFeatures';
}

/** @throws {UnreadableFeatures} more rows than allowed. */
export function checkRows(rows: number, { maxRows }: TableLimits): void {
  if (rows > maxRows) throw new UnreadableFeatures(`The file has ${rows} rows, more than ${maxRows}.`);
}
