import type { FeatureColumn, FeatureColumns, FitFeatures, ValueType } from '../columns.ts';
import { BadRequest, refuse } from './api-error.ts';
import type { Table } from './read-features.ts';

/** Columns that fit an algorithm's declaration; a column that is not there is left out. */
export type CheckedFeatures = FitFeatures<FeatureColumns>;

/**
 * Checks a table against an algorithm's columns. Whole numbers become plain numbers, a NaN counts as missing: pandas
 * makes no difference between the two.
 *
 * @param purpose - Some columns are mandatory only for `fit`.
 * @throws {BadRequest} with one message per column: missing, ill-typed, without a value where one is mandatory.
 */
export function checkFeatures(
  table: Table,
  declared: FeatureColumns,
  purpose: 'predict' | 'fit',
): CheckedFeatures {
  if (table.rows === 0) throw refuse('features', 'No samples were provided!');
  const errors: string[] = [];
  const features: Record<string, CheckedFeatures[string]> = {};
  for (const [name, column] of Object.entries(declared)) {
    const values = table.columns.get(name);
    const mandatory = isMandatory(column, purpose);
    if (values !== undefined) {
      const cells = values.map((value) => toCell(value, column.type));
      const problem = firstProblem(values, cells, column.type, mandatory);
      if (problem === undefined) features[name] = cells as CheckedFeatures[string];
      else errors.push(`features : Input name: \`${name}\` ${problem}`);
    } else if (mandatory) {
      errors.push(`features : Input name: \`${name}\` is mandatory but not provided!`);
    }
  }
  if (errors.length > 0) throw new BadRequest(errors);
  return features;
}

const isMandatory = ({ mandatory = true }: FeatureColumn, purpose: 'predict' | 'fit'): boolean =>
  mandatory === true || mandatory === purpose;

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
    return `must be of type \`${type}\`${type === 'list' ? ' of `numeric`' : ''}, but row ${illTyped} is ${kindOf(values[illTyped])}!`;
  }
  const empty = mandatory ? cells.indexOf(null) : -1;
  if (empty === -1) return undefined;
  const count = cells.filter((cell) => cell === null).length;
  return `is mandatory but has no value in row ${empty}${count > 1 ? ` and ${count - 1} more` : ''}!`;
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
