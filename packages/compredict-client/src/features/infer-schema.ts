import type { ParquetWriteOptions } from 'hyparquet-writer';
import { type NamedColumn, typeName } from './columns.ts';
import type { FeatureColumn, FeatureValue } from './features.ts';
import { FeaturesError } from './features-error.ts';

/** One element of a Parquet schema; a nested column takes several. */
export type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number];

/** The kinds of values that a column can be made of. */
type Kind = 'number' | 'bigint' | 'boolean' | 'string' | 'Date' | 'list of numbers';

/**
 * The Parquet schema of one column, and its values as the writer needs them. Worked out here and handed over explicitly:
 * the writer's own guess looks at the first 1000 values only, makes INT32 of whole numbers (and fails at 5e9), JSON text of
 * lists and BYTE_ARRAY of nulls.
 *
 * @throws {@link FeaturesError} that names column, row and type.
 */
export function inferSchema({ name, values }: NamedColumn): { schema: SchemaElement[]; data: ParquetData } {
  if (!Array.isArray(values)) return typedColumn(name, values as Exclude<FeatureColumn, readonly unknown[]>);
  const kind = kindOfColumn(name, values);
  const data = values as ParquetData;
  const base = { name, repetition_type: 'OPTIONAL' } as const;
  switch (kind) {
    case 'number':
      return { schema: [{ ...base, type: 'DOUBLE' }], data };
    case 'bigint':
      return { schema: [{ ...base, type: 'INT64' }], data };
    case 'boolean':
      return { schema: [{ ...base, type: 'BOOLEAN' }], data };
    case 'string':
      return { schema: [{ ...base, type: 'BYTE_ARRAY', converted_type: 'UTF8' }], data };
    case 'Date': {
      const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;
      return { schema: [{ ...base, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type }], data };
    }
    case 'list of numbers':
      // Three levels, as the Parquet specification asks for (LogicalTypes.md, "Lists").
      return {
        schema: [
          { ...base, converted_type: 'LIST', num_children: 1 },
          { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
          { name: 'element', repetition_type: 'OPTIONAL', type: 'DOUBLE' },
        ],
        data: values.map((list) => (ArrayBuffer.isView(list) ? Array.from(list as Float64Array) : list)),
      };
  }
}

/** Column values as the writer takes them. */
export type ParquetData = ParquetWriteOptions['columnData'][number]['data'];

function typedColumn(
  name: string,
  values: Exclude<FeatureColumn, readonly unknown[]>,
): { schema: SchemaElement[]; data: ParquetData } {
  const required = (type: 'DOUBLE' | 'FLOAT' | 'INT32' | 'INT64', data: ParquetData) => ({
    schema: [{ name, type, repetition_type: 'REQUIRED' as const }],
    data,
  });
  if (values instanceof Float64Array) return required('DOUBLE', values);
  if (values instanceof Float32Array) return required('FLOAT', values);
  if (values instanceof Int32Array) return required('INT32', values);
  if (values instanceof BigInt64Array) return required('INT64', values);
  if (values instanceof Uint32Array) return required('INT64', BigInt64Array.from(values, BigInt));
  const small = [Int8Array, Int16Array, Uint8Array, Uint16Array];
  if (small.some((type) => values instanceof type)) return required('INT32', Int32Array.from(values));
  throw new FeaturesError(
    'UnsupportedValue',
    `Column "${name}" is ${typeName(values)}, which has no Parquet type here.`,
    {
      column: name,
    },
  );
}

/** The one kind of all values; numbers where there is none at all. */
function kindOfColumn(name: string, values: readonly FeatureValue[]): Kind {
  let kind: Kind | undefined;
  // By index: the holes of a sparse list count as null too.
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const found = kindOf(name, row, value);
    kind ??= found;
    if (found !== kind) {
      throw new FeaturesError(
        'MixedTypes',
        `Column "${name}", row ${row}: expected a ${kind}, found a ${found}.`,
        {
          column: name,
          row,
        },
      );
    }
  }
  return kind ?? 'number';
}

function kindOf(column: string, row: number, value: NonNullable<FeatureValue>): Kind {
  const refuse = (what: string): never => {
    throw new FeaturesError('UnsupportedValue', `Column "${column}", row ${row}: ${what}.`, { column, row });
  };
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'string':
      return typeof value as Kind;
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? 'bigint' : refuse('a bigint beyond 64 bits');
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? refuse('an invalid Date') : 'Date';
  }
  if (value instanceof Float64Array || value instanceof Float32Array || value instanceof Int32Array) {
    return 'list of numbers';
  }
  if (!Array.isArray(value)) return refuse(`${typeName(value)} cannot be a feature`);
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index];
    if (typeof item !== 'number' && item !== null && item !== undefined) {
      refuse(`a list may hold numbers and null, found ${typeName(item)} at ${index}`);
    }
  }
  return 'list of numbers';
}
