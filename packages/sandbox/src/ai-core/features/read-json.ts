import { checkRows, type Table, type TableLimits, UnreadableFeatures } from './table.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads features as v1 clients send them in JSON: lists by column, as Python does, or those under `data` with
 * `parameters` beside it, as PHP does (AI Core wire contract, section 5).
 *
 * @throws {UnreadableFeatures} another shape, or columns of different lengths.
 */
export function readJson(bytes: Uint8Array, names: readonly string[], limits: TableLimits): Table {
  const document = parse(bytes);
  if (!isRecord(document)) throw new UnreadableFeatures('Value must be a JSON object of lists.');
  const nested = isRecord(document.data);
  const lists = (nested ? document.data : document) as Readonly<Record<string, unknown>>;
  const columns = new Map<string, readonly unknown[]>();
  for (const name of names) {
    const list = Object.hasOwn(lists, name) ? lists[name] : undefined;
    if (list === undefined) continue;
    if (!Array.isArray(list)) throw new UnreadableFeatures(`Input name: \`${name}\` must be a list!`);
    columns.set(name, list);
  }
  const lengths = new Set([...columns.values()].map((list) => list.length));
  if (lengths.size > 1) throw new UnreadableFeatures('All lists must be of the same length!');
  const [rows = 0] = lengths;
  checkRows(rows, limits);
  return { rows, columns, ...(nested ? { parameters: document.parameters } : {}) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // The engine's message would quote the user's data.
    throw new UnreadableFeatures('Value must be valid JSON. NaN and Infinity are not.');
  }
}
