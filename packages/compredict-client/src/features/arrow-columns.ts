import type { ArrowTable, ArrowType, ArrowVector } from './arrow-table.ts';
import { checkShape } from './columns.ts';
import { FeaturesError } from './features-error.ts';
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

/** Numbers of Arrow's `Type` (Schema.fbs; `Dictionary` is apache-arrow's own). */
const Type = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  utf8: 5,
  bool: 6,
  date: 8,
  timestamp: 10,
  list: 12,
  fixedSizeList: 16,
  largeUtf8: 20,
  largeList: 21,
  utf8View: 24,
} as const;

/**
 * The columns of an Arrow table, in the types that it declares. Nothing is guessed and nothing is rounded: timestamps keep
 * their unit, and 64-bit integers stay integers.
 *
 * @throws {@link FeaturesError}
 */
export function arrowColumns(table: ArrowTable): (() => ParquetColumn)[] {
  const columns = table.schema.fields.map(({ name, type }, index) => {
    const vector = table.getChildAt(index);
    return { name, type, vector, values: { length: vector ? table.numRows : 0 } };
  });
  return checkShape(columns).map(({ name, type, vector }) => {
    return () => arrowColumn(name, type, vector as ArrowVector);
  });
}

function arrowColumn(name: string, type: ArrowType, vector: ArrowVector): ParquetColumn {
  const { typeId } = type;
  if (typeId === Type.null) {
    return { name, schema: optional(name, scalarTypes.double), data: [...vector] as null[], empty: true };
  }
  if (typeId === Type.list || typeId === Type.largeList || typeId === Type.fixedSizeList) {
    const [element] = type.children ?? [];
    if (!element || !isNumber(element.type)) throw unsupported(name, 'a list of anything but numbers');
    const read = isUint32(element.type) ? widened : identity;
    const lists = Array.from(
      vector as Iterable<Iterable<unknown> | null>,
      (list) => list && Array.from(list, read),
    );
    return { name, schema: listOf(name, numberType(element.type)), data: lists };
  }
  const { scalar, read = values } = readerOf(name, type);
  const data = read(vector);
  // What a dictionary says nothing about are nulls among its values.
  const schema = vector.nullCount === 0 && typeId !== Type.dictionary ? required : optional;
  return { name, schema: schema(name, scalar), data, empty: vector.nullCount === data.length };
}

/** What a column of single values is written as, and how its values are had. Default: one by one. */
interface Reader {
  readonly scalar: ScalarType;
  readonly read?: (vector: ArrowVector) => ParquetData;
}

function readerOf(name: string, type: ArrowType): Reader {
  switch (type.typeId) {
    case Type.int:
    case Type.float:
      return { scalar: numberType(type), read: isUint32(type) ? uint32s : numbers };
    case Type.bool:
      return { scalar: scalarTypes.boolean };
    case Type.utf8:
    case Type.largeUtf8:
    case Type.utf8View:
      return { scalar: scalarTypes.string };
    case Type.date:
      return {
        scalar: scalarTypes.date,
        read: (vector) => Array.from(vector, (day) => (day === null ? null : new Date(Number(day)))),
      };
    case Type.timestamp:
      return timestamps(type);
    case Type.dictionary:
      // Its values come decoded one by one, which is exact for text and numbers.
      if (type.dictionary && (isText(type.dictionary) || isNumber(type.dictionary))) {
        const read = isUint32(type.dictionary) ? uint32s : values;
        return { scalar: readerOf(name, type.dictionary).scalar, read };
      }
  }
  throw unsupported(name, `Arrow type ${type.typeId}`);
}

/** One by one, nulls as null. */
const values = (vector: ArrowVector): ParquetData => [...vector] as ParquetData;

/** The memory itself where no row is null and Parquet has the type. */
function numbers(vector: ArrowVector): ParquetData {
  if (vector.nullCount > 0) return values(vector);
  const memory = vector.toArray();
  const direct = [Float64Array, Float32Array, Int32Array, BigInt64Array, BigUint64Array];
  if (direct.some((array) => memory instanceof array)) return memory as ParquetData;
  return values(vector);
}

/** Parquet's 32 bits are signed; what has none of its own goes into 64. */
const uint32s = (vector: ArrowVector): ParquetData => Array.from(vector, widened) as ParquetData;
const widened = (value: unknown): unknown => (typeof value === 'number' ? BigInt(value) : value);
const identity = (value: unknown): unknown => value;
const isUint32 = ({ bitWidth, isSigned = true }: ArrowType): boolean => bitWidth === 32 && !isSigned;

/** Seconds, milliseconds, microseconds and nanoseconds by their number in Arrow's `TimeUnit`. */
const timeUnits = ['MILLIS', 'MILLIS', 'MICROS', 'NANOS'] as const;

function timestamps({ unit = 1, timezone }: ArrowType): Reader {
  // What an Arrow vector gives one by one is milliseconds as a number, which has lost the nanoseconds.
  const factor = unit === 0 ? 1000n : 1n;
  return {
    scalar: timestampType(timeUnits[unit] ?? 'MILLIS', typeof timezone === 'string'),
    read: (vector) =>
      Array.from(vector.toArray() as ArrayLike<bigint>, (ticks, row) =>
        vector.isValid(row) ? ticks * factor : null,
      ),
  };
}

const isText = ({ typeId }: ArrowType): boolean => typeId === Type.utf8 || typeId === Type.largeUtf8;
const isNumber = ({ typeId }: ArrowType): boolean => typeId === Type.int || typeId === Type.float;

function numberType({ typeId, bitWidth = 64, isSigned = true, precision }: ArrowType): ScalarType {
  // `precision` of floats: 0 half, 1 single, 2 double.
  if (typeId === Type.float) return precision === 2 ? scalarTypes.double : scalarTypes.float;
  if (bitWidth < 32 || (bitWidth === 32 && isSigned)) return scalarTypes.int32;
  return isSigned || bitWidth === 32 ? scalarTypes.int64 : scalarTypes.uint64;
}

function unsupported(column: string, what: string): FeaturesError {
  const message = `Column "${column}" is ${what}, which has no Parquet type here.`;
  return new FeaturesError({ code: 'UnsupportedValue', message, column });
}
