import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { DuckDBInstance, DuckDBListValue, DuckDBTimestampTZValue } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import { readParquet } from 'parquet-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Codec } from '../../src/features/codec.ts';
import { encodeParquet } from '../../src/features/encode-parquet.ts';
import type { FeatureColumn, FeatureColumns } from '../../src/features/features.ts';
import { parquetColumns } from '../../src/features/parquet-columns.ts';
import { listColumns, plain, plainRows, scalarColumns } from './reference-table.ts';

// What we write, read by others: DuckDB, arrow-rs and hyparquet here, polars and pandas in `pnpm test:readers`.

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readers-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Reader = (file: ArrayBuffer) => Promise<Record<string, unknown>[]>;

const duckdb: Reader = async (file) => {
  const path = join(folder, 'table.parquet');
  await writeFile(path, new Uint8Array(file));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const reader = await connection.runAndReadAll(`select * from read_parquet('${path}')`);
    return reader.getRowObjects().map((row) => mapValues(row, ofDuckDb));
  } finally {
    connection.closeSync();
  }
};

const ofDuckDb = (value: unknown): unknown => {
  if (value instanceof DuckDBTimestampTZValue) return Number(value.micros / 1000n);
  return plain(value instanceof DuckDBListValue ? [...value.items] : value);
};

const arrowRs: Reader = async (file) => {
  const table = arrow.tableFromIPC(readParquet(new Uint8Array(file)).intoIPCStream());
  return table
    .toArray()
    .map((row) => mapValues(row.toJSON(), (value) => plain(isVector(value) ? [...value] : value)));
};

const isVector = (value: unknown): value is arrow.Vector =>
  typeof value === 'object' && value !== null && 'nullCount' in value;

const hyparquet: Reader = async (file) => {
  const compressors = { ZSTD: (page: Uint8Array) => zstdDecompressSync(page) };
  return (await parquetReadObjects({ file, compressors })).map((row) => mapValues(row, plain));
};

function mapValues(row: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, map(value)]));
}

const readers: [string, Reader][] = [
  ['DuckDB', duckdb],
  ['arrow-rs', arrowRs],
  ['hyparquet', hyparquet],
];

test('DuckDB finds the types of an Arrow table', async () => {
  // Its declarations know no memory of bigints.
  type Buffers = NonNullable<ConstructorParameters<typeof arrow.Data>[4]>;
  const column = (
    type: arrow.DataType,
    values: Exclude<FeatureColumn, readonly unknown[]> | BigUint64Array,
  ) =>
    new arrow.Vector([new arrow.Data(type, 0, values.length, 0, [undefined, values] as unknown as Buffers)]);
  const ticks = 1_767_225_600_123_456_789n;
  const table = new arrow.Table({
    day: column(new arrow.DateDay(), Int32Array.of(20_454)),
    second: column(new arrow.TimestampSecond('UTC'), BigInt64Array.of(ticks / 10n ** 9n)),
    micro: column(new arrow.TimestampMicrosecond('UTC'), BigInt64Array.of(ticks / 1000n)),
    nano: column(new arrow.TimestampNanosecond(), BigInt64Array.of(ticks)),
    local: column(new arrow.TimestampMillisecond(), BigInt64Array.of(ticks / 10n ** 6n)),
    huge: column(new arrow.Uint64(), BigUint64Array.of(2n ** 64n - 1n)),
    small: column(new arrow.Uint8(), Uint8Array.of(255)),
    single: column(new arrow.Float32(), Float32Array.of(0.5)),
  });
  const path = join(folder, 'arrow.parquet');
  await writeFile(path, new Uint8Array(encodeParquet(parquetColumns(table))));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    await connection.run("set timezone = 'UTC'");
    const names = table.schema.fields.map(({ name }) => name);
    const shown = names.flatMap((name) => [`typeof(${name})`, `${name}::varchar`]).join(', ');
    const [row] = (await connection.runAndReadAll(`select ${shown} from '${path}'`)).getRows();
    expect(Object.fromEntries(names.map((name, at) => [name, row?.slice(2 * at, 2 * at + 2)]))).toEqual({
      day: ['DATE', '2026-01-01'],
      second: ['TIMESTAMP WITH TIME ZONE', '2026-01-01 00:00:00+00'],
      micro: ['TIMESTAMP WITH TIME ZONE', '2026-01-01 00:00:00.123456+00'],
      nano: ['TIMESTAMP_NS', '2026-01-01 00:00:00.123456789'],
      local: ['TIMESTAMP', '2026-01-01 00:00:00.123'],
      huge: ['UBIGINT', '18446744073709551615'],
      small: ['INTEGER', '255'],
      single: ['FLOAT', '0.5'],
    });
  } finally {
    connection.closeSync();
  }
});

describe.each(readers)('%s reads back what was written', (_name, read) => {
  test.each<[string, FeatureColumns, Codec]>([
    ['scalars', scalarColumns, 'snappy'],
    ['scalars with ZSTD', scalarColumns, 'zstd'],
    ['scalars uncompressed', scalarColumns, 'uncompressed'],
    ['lists', listColumns, 'snappy'],
    ['lists with ZSTD', listColumns, 'zstd'],
  ])('%s', async (_table, columns, codec) => {
    const rows = await read(encodeParquet(parquetColumns(columns), codec));
    expect(rows).toEqual(plainRows(columns));
  });

  test('more rows than a row group holds, words that repeat among them', async () => {
    const length = 120_000;
    const number = Float64Array.from({ length }, (_, row) => row / 7);
    const word = Array.from({ length }, (_, row) => (row % 11 === 0 ? null : `w${row % 5}`));
    const rows = await read(encodeParquet(parquetColumns({ number, word })));
    expect(rows.length).toBe(length);
    expect(rows.every((row, index) => row.number === number[index] && row.word === word[index])).toBe(true);
  });
});
