import { parentPort } from 'node:worker_threads';
import { type AskedColumns, checkFeatures } from './check-features.ts';
import { type PackedColumns, packColumns } from './pack-columns.ts';
import { type Formats, readTable } from './read-table.ts';
import { type TableLimits, UnreadableFeatures } from './table.ts';

/** What the worker is asked: to read a file and to check it. */
export interface FeatureRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly asked: AskedColumns;
  readonly limits: TableLimits;
  readonly formats: Formats;
}

/** What it answers. */
export type FeatureAnswer =
  | {
      readonly ok: true;
      readonly rows: number;
      readonly columns: PackedColumns;
      readonly parameters: unknown;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

// The entry of a worker thread: see `FeatureReader`.
parentPort?.on('message', async (request: FeatureRequest) => {
  const answer = await work(request);
  parentPort?.postMessage(answer, answer.ok ? answer.columns.buffers : []);
});

// Told to `FeatureReader`: the thread listens now.
parentPort?.postMessage('ready');

async function work({ bytes, asked, limits, formats }: FeatureRequest): Promise<FeatureAnswer> {
  try {
    const table = await readTable(bytes, asked, limits, formats);
    const checked = checkFeatures(table, asked);
    if (!checked.ok) return checked;
    const { rows, parameters } = table;
    return { ok: true, rows, columns: packColumns(checked.features), parameters };
  } catch (error) {
    if (error instanceof UnreadableFeatures) return { ok: false, problems: [error.message] };
    throw error;
  }
}
