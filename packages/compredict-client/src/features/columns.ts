import type { FeatureColumn, FeatureColumns, FeatureRecords, FeatureValue } from './features.ts';
import { FeaturesError } from './features-error.ts';

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
      throw new FeaturesError('UnsupportedFeatures', `Column "${name}" is ${typeName(values)}. ${hint}`, {
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
      throw new FeaturesError('UnsupportedFeatures', `Row ${row} is ${typeName(record)}, not a record.`, {
        row,
      });
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

function checkShape(columns: NamedColumn[]): NamedColumn[] {
  const [first] = columns;
  if (!first) throw new FeaturesError('EmptyFeatures', 'The features have no columns.');
  for (const { name, values } of columns) {
    if (name === '')
      throw new FeaturesError('InvalidColumnName', 'A column has an empty name.', { column: name });
    if (values.length !== first.values.length) {
      throw new FeaturesError(
        'RaggedColumns',
        `Column "${name}" has ${values.length} rows, column "${first.name}" has ${first.values.length}.`,
        { column: name, row: Math.min(values.length, first.values.length) },
      );
    }
  }
  if (first.values.length === 0) throw new FeaturesError('EmptyFeatures', 'The features have no rows.');
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
