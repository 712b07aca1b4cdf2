import { InvalidArgumentError } from '../errors/input-errors.ts';
import { isArrowTable } from '../features/arrow-table.ts';
import { columnsOf, columnsOfRecords, type NamedColumn, typeName } from '../features/columns.ts';
import type { FeatureColumns, FeatureRecords, Features } from '../features/features.ts';
import { FeaturesError } from '../features/features-error.ts';
import { ParquetStream } from '../features/parquet-stream.ts';
import { jsonText } from '../runs/run-form.ts';

/** How API v1 is sent columns and records. */
export type FeaturesFormat = 'json' | 'csv' | 'parquet';

/** Features and parameters for API v1, which has one file for both. */
export interface FeaturesOfV1 {
  readonly features: Features;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly format?: FeaturesFormat | undefined;
}

/**
 * The features as a file of JSON or CSV; undefined where they are Parquet, or are to be, or are no features. A `Blob` whose
 * type says JSON or CSV is that file.
 *
 * - JSON: lists by column, as the official Python client sends them; with parameters, those under `data` and `parameters`
 *   beside it, as the PHP client does.
 * - CSV: a header line, and an index column without a name first, as pandas writes it.
 *
 * Source: AI Core wire contract, sections 1 and 5.
 *
 * @throws {@link FeaturesError}, or {@link InvalidArgumentError} for parameters where there is no room for them.
 */
export async function featuresOfV1({
  features,
  parameters,
  format = 'json',
}: FeaturesOfV1): Promise<Blob | undefined> {
  // Neither columns nor records, nor anything else: what makes Parquet says what features are.
  if (typeof features !== 'object' || features === null || features instanceof Map) return undefined;
  const isFile = features instanceof Blob || features instanceof ArrayBuffer || ArrayBuffer.isView(features);
  const isStream = features instanceof ReadableStream || features instanceof ParquetStream;
  const isTable = isStream || isArrowTable(features);
  const hasParameters = Object.keys(parameters ?? {}).length > 0;
  if (hasParameters && (isFile || isTable || format !== 'json')) {
    throw new InvalidArgumentError('parameters', 'API v1 takes `parameters` only with features as JSON.');
  }
  if (features instanceof Blob) {
    const type = features.type.split(';')[0]?.trim() ?? '';
    return /^(application\/json|text\/csv)$/.test(type) ? features.slice(0, features.size, type) : undefined;
  }
  if (isFile || isTable || format === 'parquet') return undefined;
  const columns = (
    Array.isArray(features)
      ? columnsOfRecords(features as FeatureRecords)
      : columnsOf(features as FeatureColumns)
  ).map((column) => ({ name: column.name, cells: cellsOf(column) }));
  if (format === 'csv') return new Blob([await csvOf(columns)], { type: 'text/csv' });
  const data = Object.fromEntries(columns.map(({ name, cells }) => [name, cells]));
  const text = hasParameters
    ? `{"data":${JSON.stringify(data)},"parameters":${jsonText('parameters', parameters)}}`
    : JSON.stringify(data);
  return new Blob([text], { type: 'application/json' });
}

/** A value as JSON has it. */
type Cell = string | number | boolean | null | readonly (number | null)[];

function cellsOf({ name, values }: NamedColumn): Cell[] {
  return Array.from(values as Iterable<unknown>, (value, row): Cell => {
    const cell = cellOf(value);
    if (cell !== undefined) return cell;
    const message = `Column "${name}", row ${row}: ${typeName(value)} that JSON and CSV cannot hold.`;
    throw new FeaturesError({ code: 'UnsupportedValue', message, column: name, row });
  });
}

/** Undefined for what cannot be one. */
function cellOf(value: unknown): Cell | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return undefined;
  const list = Array.from(value as Iterable<unknown>, cellOf);
  return list.every((item) => item === null || typeof item === 'number') ? list : undefined;
}

async function csvOf(
  columns: readonly { readonly name: string; readonly cells: readonly Cell[] }[],
): Promise<string> {
  const { default: papa } = await import('papaparse');
  const rows =
    columns[0]?.cells.map((_, row) => [row, ...columns.map(({ cells }) => textOf(cells[row]))]) ?? [];
  return papa.unparse([['', ...columns.map(({ name }) => name)], ...rows], { newline: '\n' });
}

function textOf(cell: Cell | undefined): Cell | undefined {
  return Array.isArray(cell) ? JSON.stringify(cell) : cell;
}
