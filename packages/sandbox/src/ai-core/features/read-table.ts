import type { AskedColumns } from './check-features.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readParquet } from './read-parquet.ts';
import type { Table, TableLimits } from './table.ts';

/** Which files are taken: only Parquet, as by AI Core v2, or whatever v1 takes. */
export type Formats = 'parquet' | 'v1';

/**
 * Reads features. What a v1 file is, its bytes tell: clients disagree in what name and type they give it (AI Core wire
 * contract, section 5).
 *
 * @throws {UnreadableFeatures} the file is none of these, or broken, or larger than the limits allow.
 */
export async function readTable(
  bytes: Uint8Array<ArrayBuffer>,
  asked: AskedColumns,
  limits: TableLimits,
  formats: Formats,
): Promise<Table> {
  const names = Object.keys(asked);
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (formats === 'parquet' || start.startsWith('PAR1')) return readParquet(bytes, names, limits);
  return /^[[{]/.test(start) ? readJson(bytes, names, limits) : readCsv(bytes, asked, limits);
}
