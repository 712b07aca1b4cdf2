import type { FeatureColumn, FeatureColumns, FitFeatures, ValueType } from '../../columns.ts';
import type { Table } from './table.ts';

/** Columns that fit an algorithm's declaration; a column that is not there is left out. */
export type CheckedFeatures = FitFeatures<FeatureColumns>;

/** What an algorithm asks of a column in one request. */
export interface AskedColumn {
  readonly type: ValueType;
  readonly mandatory: boolean;
}

/** What an algorithm asks of its columns in one request, by name. */
export type AskedColumns = Readonly<Record<string, AskedColumn>>;

/** The columns to ask for. Some are mandatory only for `fit`. */
export const askFor = (declared: FeatureColumns, purpose: 'predict' | 'fit'): AskedColumns =>
  Object.fromEntries(
    Object.entries(declared).map(([name, { type, mandatory = true }]: [string, FeatureColumn]) => [
      name,
      { type, mandatory: mandatory === true || mandatory === purpose },
    ]),
  );

/** Features that an algorithm can work with, or one message per column that it cannot. */
export type CheckResult =
  | { readonly ok: true; readonly features: CheckedFeatures }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks a table against the columns an algorithm asks for: missing, ill-typed, without a value where one is mandatory.
 * Whole numbers become plain numbers, a NaN counts as missing: pandas makes no difference between the two.
 */
export function checkFeatures(table: Table, asked: AskedColumns): CheckResult {
  if (table.rows === 0) return { ok: false, problems: ['No samples were provided!'] };
  const problems: string[] = [];
  const features: Record<string, CheckedFeatures[string]> = {};
  for (const [name, { type, mandatory }] of Object.entries(asked)) {
    const values = table.columns.get(name);
    if (values !== undefined) {
      const cells = values.map((value) => toCell(value, type));
      const problem = firstProblem(values, cells, type, mandatory);
      if (problem === undefined) features[name] = cells as CheckedFeatures[string];
      else problems.push(`Input name: \`${name}\` ${problem}`);
    } else if (mandatory) {
      problems.push(`Input name: \`${name}\` is mandatory but not provided!`);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, features };
}

/** The cell as algorithms get it, null if it has no value, `undefined` if it is of another type. */
function toCell(value: unknown, type: ValueType): unknown {
  if (value == null || Number.isNaN(value)) return null;
  switch (type) {
    case 'numeric': {
      const number = typeof value === 'bigint' ? Number(value) : value;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'list': {
      if (!isList(value)) return undefined;
      const numbers = Array.from(value, (entry) => toCell(entry, 'numeric'));
      return numbers.every((number) => typeof number === 'number') ? numbers : undefined;
    }
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'str':
      return typeof value === 'string' ? value : undefined;
  }
}

function firstProblem(
  values: readonly unknown[],
  cells: readonly unknown[],
  type: ValueType,
  mandatory: boolean,
): string | undefined {
  const illTyped = cells.indexOf(undefined);
  if (illTyped !== -1) {
    return `must be of type \`${type}\`${type === 'list' ? ' of `numeric`' : ''}, but ${faultOf(values[illTyped], illTyped, type)}!`;
  }
  const empty = mandatory ? cells.indexOf(null) : -1;
  if (empty === -1) return undefined;
  const count = cells.filter((cell) => cell === null).length;
  return `is mandatory but has no value in row ${empty}${count > 1 ? ` and ${count - 1} more` : ''}!`;
}

/** What is wrong with a row or, where it is a list of numbers but for one entry, with that entry. */
function faultOf(value: unknown, row: number, type: ValueType): string {
  if (type !== 'list' || !isList(value)) return `row ${row} is ${kindOf(value)}`;
  const entries = Array.from(value);
  const at = entries.findIndex((entry) => typeof toCell(entry, 'numeric') !== 'number');
  const missing = toCell(entries[at], 'numeric') === null;
  return `entry ${at} of row ${row} ${missing ? 'has no value' : `is ${kindOf(entries[at])}`}`;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

/** What a cell is, in the words of the format. Never the value itself: it is the user's data. */
function kindOf(value: unknown): string {
  if (isList(value)) return 'a `list`';
  if (value instanceof Date) return 'a date';
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? 'a `numeric`' : 'infinite';
    case 'bigint':
      return 'a `numeric`';
    case 'boolean':
      return 'a `bool`';
    case 'string':
      return 'a `str`';
    default:
      return 'a `dict`';
  }
}
