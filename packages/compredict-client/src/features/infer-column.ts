import { type NamedColumn, typeName } from './columns.ts';
import type { FeatureColumn, FeatureValue } from './features.ts';
import { FeaturesError, type FeaturesErrorCode } from './features-error.ts';
import {
  listOf,
  optional,
  type ParquetColumn,
  type ParquetData,
  required,
  type ScalarType,
  scalarTypes,
  timestampType,
} from './parquet-schema.ts';

/** The kinds of values that a column can be made of. */
type Kind = 'number' | 'bigint' | 'boolean' | 'string' | 'Date' | 'list of numbers';

/**
 * The Parquet type of one column, and its values as the writer needs them. Worked out here and handed over explicitly: the
 * writer's own guess looks at the first 1000 values only, makes INT32 of whole numbers (and fails at 5e9), JSON text of
 * lists and BYTE_ARRAY of nulls.
 *
 * @throws {@link FeaturesError} that names column, row and type.
 */
export function inferColumn({ name, values }: NamedColumn): ParquetColumn {
  if (!Array.isArray(values)) return typedColumn(name, values as TypedColumn);
  const kind = kindOfColumn(name, values);
  const data = values as ParquetData;
  switch (kind) {
    case undefined:
      return { name, schema: optional(name, scalarTypes.double), data, empty: true };
    case 'number':
      checkIntegers(name, values as (number | null | undefined)[]);
      return { name, schema: optional(name, scalarTypes.double), data };
    case 'bigint':
      return { name, schema: optional(name, scalarTypes.int64), data };
    case 'boolean':
      return { name, schema: optional(name, scalarTypes.boolean), data };
    case 'string':
      return { name, schema: optional(name, scalarTypes.string), data };
    case 'Date':
      return { name, schema: optional(name, timestampType('MILLIS', true)), data };
    case 'list of numbers': {
      const lists = values.map((list) =>
        ArrayBuffer.isView(list) ? Array.from(list as Float64Array) : list,
      );
      return { name, schema: listOf(name, scalarTypes.double), data: lists };
    }
  }
}

type TypedColumn = Exclude<FeatureColumn, readonly unknown[]>;

function typedColumn(name: string, values: TypedColumn): ParquetColumn {
  const column = (type: ScalarType, data: ParquetData) => ({ name, schema: required(name, type), data });
  if (values instanceof Float64Array) return column(scalarTypes.double, values);
  if (values instanceof Float32Array) return column(scalarTypes.float, values);
  if (values instanceof Int32Array) return column(scalarTypes.int32, values);
  if (values instanceof BigInt64Array) return column(scalarTypes.int64, values);
  if (values instanceof Uint32Array) return column(scalarTypes.int64, BigInt64Array.from(values, BigInt));
  const small = [Int8Array, Int16Array, Uint8Array, Uint16Array];
  if (small.some((type) => values instanceof type)) return column(scalarTypes.int32, Int32Array.from(values));
  const message = `Column "${name}" is ${typeName(values)}, which has no Parquet type here.`;
  throw new FeaturesError({ code: 'UnsupportedValue', message, column: name });
}

/** The one kind of all values; undefined where there is none at all. */
function kindOfColumn(name: string, values: readonly FeatureValue[]): Kind | undefined {
  let kind: Kind | undefined;
  // By index: the holes of a sparse list count as null too.
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const found = kindOf(name, row, value);
    kind ??= found;
    if (found !== kind) throw refusal('MixedTypes', name, row, `expected a ${kind}, found a ${found}`);
  }
  return kind;
}

function kindOf(column: string, row: number, value: NonNullable<FeatureValue>): Kind {
  const refuse = (what: string): never => {
    throw refusal('UnsupportedValue', column, row, what);
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

/**
 * Whole numbers beyond 2^53 - 1 have been rounded before anybody could look: ids and nanoseconds of 64 bits that were
 * parsed as numbers. A column with fractions, or with values that no 64-bit integer reaches, is one of measurements.
 */
function checkIntegers(name: string, values: readonly (number | null | undefined)[]): void {
  let unsafe: number | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    if (!Number.isInteger(value) || Math.abs(value) > 2 ** 63) return;
    if (!Number.isSafeInteger(value)) unsafe ??= row;
  }
  if (unsafe === undefined) return;
  const hint = 'Give bigints, or a Float64Array if rounding does not matter';
  throw refusal(
    'UnsafeInteger',
    name,
    unsafe,
    `a whole number beyond 2^53 - 1 may have been rounded. ${hint}`,
  );
}

function refusal(code: FeaturesErrorCode, column: string, row: number, what: string): FeaturesError {
  return new FeaturesError({ code, message: `Column "${column}", row ${row}: ${what}.`, column, row });
}
