import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { encodeParquet } from './encode-parquet.ts';
import type { FeatureColumn } from './features.ts';
import { FeaturesError } from './features-error.ts';
import { parquetColumns } from './parquet-columns.ts';

const compressors = { ZSTD: (page: Uint8Array) => zstdDecompressSync(page) };

/** Writes one column, reads it back with another library, with its type as the file states it. */
async function roundTrip(values: FeatureColumn) {
  const file = encodeParquet(parquetColumns({ x: values }));
  const [, element] = parquetMetadata(file).schema;
  const rows = await parquetReadObjects({ file });
  return {
    type: [element?.type, element?.converted_type].filter(Boolean).join(' '),
    // The reader says undefined for a list that is null.
    values: rows.map((row) => row.x ?? null),
  };
}

describe('writes', () => {
  test.each<[string, FeatureColumn, string, unknown[]?]>([
    ['numbers', [1, -2.5, 0, 1e300], 'DOUBLE'],
    ['whole numbers beyond 32 bits', [1, 5e9], 'DOUBLE'],
    ['numbers with gaps', [1, null, undefined, 3], 'DOUBLE', [1, null, null, 3]],
    ['no number at all', [null, null], 'DOUBLE'],
    ['large measurements', [2 ** 53, 0.5], 'DOUBLE'],
    ['larger measurements', [2 ** 53, 1e300], 'DOUBLE'],
    ['numbers rounded on purpose', Float64Array.of(2 ** 53), 'DOUBLE', [2 ** 53]],
    ['NaN and infinities', [Number.NaN, Number.POSITIVE_INFINITY, -0], 'DOUBLE'],
    ['holes', Object.assign(new Array(3), { 1: 7 }), 'DOUBLE', [null, 7, null]],
    ['bigints', [1n, -(2n ** 63n), 2n ** 63n - 1n, null], 'INT64'],
    ['booleans', [true, false, null], 'BOOLEAN'],
    ['strings', ['a', '', 'Müller \u{1F697}', null], 'BYTE_ARRAY UTF8'],
    ['dates', [new Date('2026-01-01T00:00:00.123Z'), new Date(-1), null], 'INT64 TIMESTAMP_MILLIS'],
    ['a Float64Array', Float64Array.of(1, 2.5), 'DOUBLE', [1, 2.5]],
    ['a Float32Array', Float32Array.of(1, 2.5), 'FLOAT', [1, 2.5]],
    ['an Int32Array', Int32Array.of(-1, 2 ** 31 - 1), 'INT32', [-1, 2 ** 31 - 1]],
    ['an Int8Array', Int8Array.of(-128, 127), 'INT32', [-128, 127]],
    ['an Uint16Array', Uint16Array.of(0, 65535), 'INT32', [0, 65535]],
    ['an Uint8Array', Uint8Array.of(0, 255), 'INT32', [0, 255]],
    ['an Uint32Array', Uint32Array.of(0, 2 ** 32 - 1), 'INT64', [0n, 4294967295n]],
    ['a BigInt64Array', BigInt64Array.of(-1n, 2n ** 62n), 'INT64', [-1n, 2n ** 62n]],
    ['a part of a larger typed array', Float64Array.of(0, 1, 2, 3).subarray(1, 3), 'DOUBLE', [1, 2]],
    ['lists of numbers', [[1.5, 2], [], [3, null], null], 'LIST'],
    ['lists as typed arrays', [Float64Array.of(1.5), Int32Array.of(2)], 'LIST', [[1.5], [2]]],
  ])('%s', async (_name, values, type, expected) => {
    expect(await roundTrip(values)).toEqual({ type, values: expected ?? values });
  });

  test('the type of the first value even where it comes late', async () => {
    const values = [...new Array<null>(2000).fill(null), 'late'];
    expect((await roundTrip(values)).type).toBe('BYTE_ARRAY UTF8');
  });

  test('more rows than a row group, in order', async () => {
    const values = Float64Array.from({ length: 250_001 }, (_, row) => row);
    const back = await roundTrip(values);
    expect(back.values).toHaveLength(250_001);
    expect(back.values.every((value, row) => value === row)).toBe(true);
  });

  test('columns of all types side by side, compressed with SNAPPY', async () => {
    const file = encodeParquet(
      parquetColumns({ 'a.b': [1, 2], list: [[1], []], ü: ['x', null], __proto__x: [true, false] }),
    );
    expect(await parquetReadObjects({ file })).toEqual([
      { 'a.b': 1, list: [1], ü: 'x', __proto__x: true },
      { 'a.b': 2, list: [], ü: null, __proto__x: false },
    ]);
    const codecs = parquetMetadata(file).row_groups[0]?.columns.map((column) => column.meta_data?.codec);
    expect(new Set(codecs)).toEqual(new Set(['SNAPPY']));
  });

  test.each([
    ['zstd', 'ZSTD'],
    ['uncompressed', 'UNCOMPRESSED'],
  ] as const)('pages as %s on request', async (codec, name) => {
    const x = Array.from({ length: 10_000 }, (_, row) => row % 7);
    const file = encodeParquet(parquetColumns({ x }), codec);
    expect(parquetMetadata(file).row_groups[0]?.columns[0]?.meta_data?.codec).toBe(name);
    expect(await parquetReadObjects({ file, compressors })).toEqual(x.map((value) => ({ x: value })));
  });

  test('no other codec', () => {
    expect(() => encodeParquet(parquetColumns({ x: [1] }), 'gzip' as 'zstd')).toThrow(
      '`codec` must be `snappy`, `zstd` or `uncompressed`.',
    );
  });

  test('timestamps as UTC', () => {
    const file = encodeParquet(parquetColumns({ at: [new Date(0)] }));
    expect(parquetMetadata(file).schema[1]?.logical_type).toMatchObject({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
    });
  });
});

describe('refuses', () => {
  test.each<[string, unknown, string, string]>([
    [
      'text among numbers',
      [1, null, 'SECRET'],
      'MixedTypes',
      'Column "x", row 2: expected a number, found a string.',
    ],
    [
      'a bigint among numbers',
      [1, 2n],
      'MixedTypes',
      'Column "x", row 1: expected a number, found a bigint.',
    ],
    [
      'a list among numbers',
      [1, [2]],
      'MixedTypes',
      'Column "x", row 1: expected a number, found a list of numbers.',
    ],
    ['an object', [{ a: 'SECRET' }], 'UnsupportedValue', 'Column "x", row 0: an object cannot be a feature.'],
    ['a function', [() => 1], 'UnsupportedValue', 'Column "x", row 0: a function cannot be a feature.'],
    ['an invalid Date', [null, new Date('x')], 'UnsupportedValue', 'Column "x", row 1: an invalid Date.'],
    ['a bigint of 65 bits', [2n ** 63n], 'UnsupportedValue', 'Column "x", row 0: a bigint beyond 64 bits.'],
    [
      'whole numbers that were rounded before they came',
      [1, null, 2 ** 53],
      'UnsafeInteger',
      'Column "x", row 2: a whole number beyond 2^53 - 1 may have been rounded. Give bigints, or a Float64Array if rounding does not matter.',
    ],
    [
      'a list with text in it',
      [[1], [1, 'SECRET']],
      'UnsupportedValue',
      'Column "x", row 1: a list may hold numbers and null, found a string at 1.',
    ],
    [
      'a typed array without a type here',
      new BigUint64Array(1),
      'UnsupportedValue',
      'Column "x" is a BigUint64Array, which has no Parquet type here.',
    ],
    [
      'a DataView',
      new DataView(new ArrayBuffer(8)),
      'UnsupportedValue',
      'Column "x" is a DataView, which has no Parquet type here.',
    ],
  ])('%s', (_name, values, code, message) => {
    let error: unknown;
    try {
      parquetColumns({ x: values as FeatureColumn });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(FeaturesError);
    expect(error).toMatchObject({ name: 'FeaturesError', code, message, column: 'x' });
  });
});

test('every column that cannot be written is in one error', () => {
  const columns = { a: [1, 'x'], b: [2], c: [{}], d: [true, null] } as unknown as Record<
    string,
    FeatureColumn
  >;
  const caught = (run: () => unknown) => {
    try {
      return run();
    } catch (error) {
      return error;
    }
  };
  expect(
    caught(() => parquetColumns({ ...columns, b: [2n, null], c: [null, {}] } as typeof columns)),
  ).toMatchObject({
    code: 'MixedTypes',
    column: 'a',
    row: 1,
    message:
      '2 problems with the features:\n- Column "a", row 1: expected a number, found a string.\n- Column "c", row 1: an object cannot be a feature.',
    problems: [
      { code: 'MixedTypes', column: 'a', row: 1 },
      { code: 'UnsupportedValue', column: 'c', row: 1 },
    ],
  });
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, [1, 'x']]));
  const error = caught(() => parquetColumns(many as unknown as typeof columns)) as FeaturesError;
  expect(error.problems).toHaveLength(30);
  expect(error.message.split('\n').at(-1)).toBe('- and 10 more');
});
