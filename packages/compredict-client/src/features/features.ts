import type { ArrowTable } from './arrow-table.ts';
import type { ParquetStream } from './parquet-stream.ts';

/** One value of a feature column. Null, undefined and a key that is missing in a record mean "no value". */
export type FeatureValue =
  | number
  | bigint
  | boolean
  | string
  | Date
  | readonly (number | null)[]
  | Float64Array
  | Float32Array
  | Int32Array
  | null
  | undefined;

/**
 * One feature column. All values are of one type, which decides the Parquet type:
 *
 * | values                       | Parquet                                |
 * | ---------------------------- | -------------------------------------- |
 * | number, or no value at all   | DOUBLE                                 |
 * | bigint                       | INT64                                  |
 * | boolean                      | BOOLEAN                                |
 * | string                       | BYTE_ARRAY, UTF8                       |
 * | Date                         | INT64, TIMESTAMP_MILLIS, UTC           |
 * | list of numbers              | LIST of DOUBLE                         |
 * | Float64Array, Float32Array   | DOUBLE, FLOAT                          |
 * | Int8/16/32Array, Uint8/16    | INT32                                  |
 * | Uint32Array, BigInt64Array   | INT64                                  |
 */
export type FeatureColumn =
  | readonly FeatureValue[]
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array;

/** Features by column: every column as long as the others. */
export type FeatureColumns = Readonly<Record<string, FeatureColumn>>;

/** Features by row. Columns stand in the order in which their names first appear. */
export type FeatureRecords = readonly Readonly<Record<string, FeatureValue>>[];

/** Records of one type, which may be an interface: it has no index signature, so that its properties are looked at. */
export type FeatureRows<TRow> = readonly { readonly [TName in keyof TRow]: FeatureValue }[];

/** A table that is a Parquet file or holds its types itself: sent as it is, or without any guess. */
export type FeaturesTable =
  | ArrowTable
  | Blob
  | Uint8Array
  | ArrayBuffer
  | ParquetStream
  | ReadableStream<Uint8Array>;

/**
 * What an algorithm computes from: columns, records, an Arrow table, or a Parquet file that is sent as it is (a `Blob` or
 * `File`, its bytes, or a stream of them). `openParquet` opens a file by its path, `readCsv` makes columns of CSV.
 */
export type Features = FeatureColumns | FeatureRecords | FeaturesTable;
