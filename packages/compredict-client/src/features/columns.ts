import type { FeatureColumn, FeatureColumns, FeatureRecords, FeatureValue } from './features.ts';
import { type FeatureProblem, FeaturesError, refuseIfAny } from './features-error.ts';

/** A column with its name. */
export interface NamedColumn {
  readonly name: string;
  readonly values: FeatureColumn;
}

/** Lists the columns of an object of columns. Their values are not looked at yet. */
export function columnsOf(features: FeatureColumns): NamedColumn[] {
  const columns = Object.entries(features).map(([name, values]): NamedColumn => {
    if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
      const hint = 'A column is a list or a typed array; for rows, give a list of records.';
      throw new FeaturesError({
        code: 'UnsupportedFeatures',
        message: `Column "${name}" is ${typeName(values)}. ${hint}`,
        column: name,
      });
    }
    return { name, values };
  });
  return checkShape(columns);
}

/** Turns records round. A key that a record lacks is null in its row. */
export function columnsOfRecords(records: FeatureRecords): NamedColumn[] {
  const columns = new Map<string, FeatureValue[]>();
  for (const [row, record] of records.entries()) {
    if (
      typeof record !== 'object' ||
      record === null ||
      Array.isArray(record) ||
      ArrayBuffer.isView(record)
    ) {
      const message = `Row ${row} is ${typeName(record)}, not a record.`;
      throw new FeaturesError({ code: 'UnsupportedFeatures', message, row });
    }
    for (const [name, value] of Object.entries(record)) {
      let values = columns.get(name);
      if (!values) {
        values = new Array<FeatureValue>(records.length).fill(null);
        columns.set(name, values);
      }
      values[row] = value ?? null;
    }
  }
  return checkShape([...columns].map(([name, values]) => ({ name, values })));
}

interface Shape {
  readonly name: string;
  readonly values: { readonly length: number };
}

/**
 * Columns that make a table: some of them, each with a name of its own, and all of one length that is not 0.
 *
 * @throws {@link FeaturesError}
 */
export function checkShape<TColumn extends Shape>(columns: TColumn[]): TColumn[] {
  const [first] = columns;
  if (!first) throw new FeaturesError({ code: 'EmptyFeatures', message: 'The features have no columns.' });
  const rows = first.values.length;
  const names = new Set<string>();
  refuseIfAny(
    columns.flatMap(({ name, values }): FeatureProblem[] => {
      const column = name;
      const badName = (message: string) => [{ code: 'InvalidColumnName', message, column } as const];
      if (name === '') return badName('A column has an empty name.');
      if (names.has(name)) return badName(`Two columns are named "${name}".`);
      names.add(name);
      if (values.length === rows) return [];
      const message = `Column "${name}" has ${values.length} rows, column "${first.name}" has ${rows}.`;
      return [{ code: 'RaggedColumns', message, column, row: Math.min(values.length, rows) }];
    }),
  );
  if (rows === 0) throw new FeaturesError({ code: 'EmptyFeatures', message: 'The features have no rows.' });
  return columns;
}

/** What a value is, for people: `null`, `a list`, `a Date`, `a string`. Never the value. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const tag = value instanceof Date ? 'Date' : Object.prototype.toString.call(value).slice(8, -1);
  return tag === 'Object' ? 'an object' : `${/^[AEIOU]/.test(tag) ? 'an' : 'a'} ${tag}`;
}
