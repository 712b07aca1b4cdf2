import * as arrow from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { encodeParquet } from './encode-parquet.ts';
import { parquetColumns } from './parquet-columns.ts';

const vector = (values: readonly unknown[], type: arrow.DataType) => arrow.vectorFromArray([...values], type);

async function roundTrip(column: arrow.Vector) {
  const file = encodeParquet(parquetColumns(new arrow.Table({ x: column })));
  const { schema } = parquetMetadata(file);
  const rows = await parquetReadObjects({ file });
  const element = schema[1];
  return {
    type: [element?.type, element?.converted_type, element?.repetition_type].filter(Boolean).join(' '),
    leaf: schema.at(-1)?.type,
    values: rows.map((row) => row.x ?? null),
  };
}

const day = 86_400_000;

describe('an Arrow column of', () => {
  test.each<[string, arrow.Vector, string, unknown[]]>([
    ['float64', arrow.makeVector(Float64Array.of(1, 2.5)), 'DOUBLE REQUIRED', [1, 2.5]],
    ['float64 with nulls', vector([1, null], new arrow.Float64()), 'DOUBLE OPTIONAL', [1, null]],
    ['float32', vector([0.5, null], new arrow.Float32()), 'FLOAT OPTIONAL', [0.5, null]],
    ['float16', vector([0.5, 1], new arrow.Float16()), 'FLOAT REQUIRED', [0.5, 1]],
    ['int8', vector([-128, 127], new arrow.Int8()), 'INT32 REQUIRED', [-128, 127]],
    ['uint16', vector([65535, null], new arrow.Uint16()), 'INT32 OPTIONAL', [65535, null]],
    ['uint32', vector([2 ** 32 - 1], new arrow.Uint32()), 'INT64 REQUIRED', [4294967295n]],
    [
      'uint32 with nulls',
      vector([2 ** 32 - 1, null], new arrow.Uint32()),
      'INT64 OPTIONAL',
      [4294967295n, null],
    ],
    ['int64', vector([2n ** 53n + 1n, null], new arrow.Int64()), 'INT64 OPTIONAL', [2n ** 53n + 1n, null]],
    ['uint64', vector([2n ** 64n - 1n], new arrow.Uint64()), 'INT64 UINT_64 REQUIRED', [2n ** 64n - 1n]],
    ['bool', vector([true, null, false], new arrow.Bool()), 'BOOLEAN OPTIONAL', [true, null, false]],
    ['utf8', vector(['a', null, ''], new arrow.Utf8()), 'BYTE_ARRAY UTF8 OPTIONAL', ['a', null, '']],
    ['large utf8', vector(['ü'], new arrow.LargeUtf8()), 'BYTE_ARRAY UTF8 REQUIRED', ['ü']],
    [
      'dictionary',
      vector(['a', 'b', null, 'a'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      'BYTE_ARRAY UTF8 OPTIONAL',
      ['a', 'b', null, 'a'],
    ],
    [
      'date32',
      vector([new Date(day), null, new Date(-day)], new arrow.DateDay()),
      'INT32 DATE OPTIONAL',
      [new Date(day), null, new Date(-day)],
    ],
    [
      'timestamps in milliseconds',
      vector([new Date(1), null], new arrow.TimestampMillisecond('UTC')),
      'INT64 TIMESTAMP_MILLIS OPTIONAL',
      [new Date(1), null],
    ],
    [
      'timestamps in seconds',
      vector([new Date(2000)], new arrow.TimestampSecond('UTC')),
      'INT64 TIMESTAMP_MILLIS REQUIRED',
      [new Date(2000)],
    ],
    ['nothing', vector([null, null], new arrow.Null()), 'DOUBLE OPTIONAL', [null, null]],
  ])('%s', async (_name, column, type, values) => {
    expect(await roundTrip(column)).toMatchObject({ type, values });
  });

  test.each<[string, arrow.DataType, string]>([
    ['float64', new arrow.Float64(), 'DOUBLE'],
    ['float32', new arrow.Float32(), 'FLOAT'],
    ['int16', new arrow.Int16(), 'INT32'],
  ])('lists of %s', async (_name, type, leaf) => {
    const list = new arrow.List(new arrow.Field('item', type));
    const values = [[1, 2], [], null, [3, null]];
    expect(await roundTrip(vector(values, list))).toEqual({ type: 'LIST OPTIONAL', leaf, values });
  });

  test('lists of uint32, and of a fixed size', async () => {
    const list = new arrow.List(new arrow.Field('item', new arrow.Uint32()));
    expect((await roundTrip(vector([[2 ** 32 - 1]], list))).values).toEqual([[4294967295n]]);
    const pair = new arrow.FixedSizeList(2, new arrow.Field('item', new arrow.Float64()));
    expect((await roundTrip(vector([[1, 2], null], pair))).values).toEqual([[1, 2], null]);
  });

  test.each([
    ['microseconds', arrow.TimestampMicrosecond, 'MICROS'],
    ['nanoseconds', arrow.TimestampNanosecond, 'NANOS'],
  ] as const)('timestamps in %s keeps all of its digits', async (_name, Type, unit) => {
    const ticks = 1_767_225_600_123_456_789n;
    const type: arrow.Timestamp = new Type('UTC');
    const data = arrow.makeData({ type, data: BigInt64Array.of(ticks, ticks + 1n) });
    const file = encodeParquet(parquetColumns(new arrow.Table({ x: new arrow.Vector([data]) })));
    expect(parquetMetadata(file).schema[1]?.logical_type).toEqual({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
      unit,
    });
    const raw = {
      timestampFromMicroseconds: (value: bigint) => value,
      timestampFromNanoseconds: (value: bigint) => value,
    };
    const rows = await parquetReadObjects({ file, parsers: raw as never });
    expect(rows.map(({ x }) => x)).toEqual([ticks, ticks + 1n]);
  });
});

test('a table in several batches is one', async () => {
  const batch = (from: number) => new arrow.Table({ x: arrow.makeVector(Float64Array.of(from, from + 1)) });
  const file = encodeParquet(parquetColumns(batch(1).concat(batch(3))));
  expect(await parquetReadObjects({ file })).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }]);
});

test('a slice of a table is that slice', async () => {
  const table = new arrow.Table({
    x: arrow.makeVector(Float64Array.of(1, 2, 3, 4)),
    at: vector(
      [1, null, 3, 4].map((at) => at && new Date(at)),
      new arrow.TimestampMillisecond('UTC'),
    ),
    on: vector([true, false, null, true], new arrow.Bool()),
  });
  const file = encodeParquet(parquetColumns(table.slice(1, 3)));
  expect(await parquetReadObjects({ file })).toEqual([
    { x: 2, at: null, on: false },
    { x: 3, at: new Date(3), on: null },
  ]);
});

test('a dictionary may hold null among its values', async () => {
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32());
  const dictionary = vector(['a', null], new arrow.Utf8()) as arrow.Vector<arrow.Utf8>;
  const data = arrow.makeData({ type, data: Int32Array.of(0, 1), dictionary });
  expect((await roundTrip(new arrow.Vector([data]))).values).toEqual(['a', null]);
});

test('what has no Parquet type here is refused by name, all of it at once', () => {
  const table = new arrow.Table({
    good: arrow.makeVector(Float64Array.of(1)),
    price: vector([Uint32Array.of(1, 0, 0, 0)], new arrow.Decimal(2, 10, 128)),
    words: vector([['a']], new arrow.List(new arrow.Field('item', new arrow.Utf8()))),
  });
  expect(() => parquetColumns(table)).toThrow(
    expect.objectContaining({
      code: 'UnsupportedValue',
      problems: [
        expect.objectContaining({ column: 'price' }),
        expect.objectContaining({
          column: 'words',
          message: expect.stringContaining('a list of anything but numbers'),
        }),
      ],
    }),
  );
});

test('an empty table and doubled names are refused', () => {
  const columns = (table: arrow.Table) => () => parquetColumns(table);
  expect(columns(new arrow.Table({ x: arrow.makeVector(new Float64Array()) }))).toThrow('no rows');
  expect(columns(new arrow.Table())).toThrow('no columns');
  const field = new arrow.Field('x', new arrow.Float64());
  const data = arrow.makeVector(Float64Array.of(1)).data[0];
  const schema = new arrow.Schema([field, field]);
  const children = data ? [data, data] : [];
  const struct = arrow.makeData({
    type: new arrow.Struct([field, field]),
    length: 1,
    nullCount: 0,
    children,
  });
  expect(columns(new arrow.Table(schema, [new arrow.RecordBatch(schema, struct)]))).toThrow(
    'Two columns are named "x".',
  );
});
