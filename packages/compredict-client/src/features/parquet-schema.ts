import type { ParquetWriteOptions } from 'hyparquet-writer';

/** One element of a Parquet schema; a nested column takes several. */
export type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number];

/** Column values as the writer takes them. */
export type ParquetData = ParquetWriteOptions['columnData'][number]['data'];

/** A column as the writer takes it: its part of the schema, and its values. */
export interface ParquetColumn {
  readonly name: string;
  readonly schema: readonly SchemaElement[];
  readonly data: ParquetData;
  /** No row has a value, so that the type was not told by any. */
  readonly empty?: boolean;
}

/** The type of a single value: an element of the schema without its name. */
export type ScalarType = Omit<SchemaElement, 'name' | 'repetition_type'>;

type ScalarName = 'double' | 'float' | 'int32' | 'int64' | 'uint64' | 'boolean' | 'string' | 'date';

/** The types that features are written in, by the names of the Parquet specification (LogicalTypes.md). */
export const scalarTypes: Readonly<Record<ScalarName, ScalarType>> = {
  double: { type: 'DOUBLE' },
  float: { type: 'FLOAT' },
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  uint64: { type: 'INT64', converted_type: 'UINT_64' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  date: { type: 'INT32', converted_type: 'DATE' },
};

/** A point in time. `utc` is false for a wall clock's time of an unknown zone. */
export function timestampType(unit: 'MILLIS' | 'MICROS' | 'NANOS', utc: boolean): ScalarType {
  return {
    type: 'INT64',
    // Readers that know no logical types take the converted one, which exists for UTC and without nanoseconds.
    ...(utc && unit !== 'NANOS' ? { converted_type: `TIMESTAMP_${unit}` as const } : {}),
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: utc, unit },
  };
}

/** A column of single values, of which any may be null. */
export function optional(name: string, type: ScalarType): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', ...type }];
}

/** A column of single values, of which none is null. */
export function required(name: string, type: ScalarType): SchemaElement[] {
  return [{ name, repetition_type: 'REQUIRED', ...type }];
}

/** A column of lists in three levels, as the Parquet specification asks for (LogicalTypes.md, "Lists"). */
export function listOf(name: string, type: ScalarType): SchemaElement[] {
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', ...type },
  ];
}
