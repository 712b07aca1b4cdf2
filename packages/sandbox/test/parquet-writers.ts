import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  Bool,
  Field,
  Float64,
  Int64,
  List,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { type ParquetWriteOptions, parquetWriteBuffer } from 'hyparquet-writer';
import * as arrowRs from 'parquet-wasm/node';

// The same table as different writers lay it out. 600 rows: enough for a dictionary to pay.

/** The table, by column. */
export const TABLE: {
  readonly number: number[];
  readonly whole: number[];
  readonly flag: (boolean | null)[];
  readonly label: (string | null)[];
  readonly spectrum: number[][];
  readonly at: Date[];
} = {
  number: Array.from({ length: 600 }, (_, row) => row / 4),
  whole: Array.from({ length: 600 }, (_, row) => row * 1_000_003),
  flag: Array.from({ length: 600 }, (_, row) => (row % 5 === 0 ? null : row % 2 === 0)),
  label: Array.from({ length: 600 }, (_, row) => (row % 7 === 0 ? null : `Fahrt ${row % 3} ü`)),
  spectrum: Array.from({ length: 600 }, (_, row) => Array.from({ length: row % 3 }, (_, at) => row + at / 2)),
  at: Array.from({ length: 600 }, (_, row) => new Date(Date.UTC(2030, 0, 1) + row * 1000)),
};

type Bytes = Uint8Array<ArrayBuffer>;

/** Written by DuckDB. */
export async function byDuckDb(options: string): Promise<Bytes> {
  const folder = await mkdtemp(join(tmpdir(), 'duckdb-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const file = join(folder, 'features.parquet');
    await connection.run(`COPY (
      SELECT i / 4 AS number, i * 1000003 AS whole,
        CASE WHEN i % 5 > 0 THEN i % 2 = 0 END AS flag,
        CASE WHEN i % 7 > 0 THEN 'Fahrt ' || (i % 3) || ' ü' END AS label,
        list_transform(range(i % 3), k -> (i + k / 2)::DOUBLE) AS spectrum,
        TIMESTAMP '2030-01-01' + to_seconds(i) AS at
      FROM range(600) t(i)
    ) TO '${file}' (FORMAT parquet, ${options})`);
    return new Uint8Array(await readFile(file));
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** Written by arrow-rs, the writer of Rust programs, and of pandas through Arrow's other bindings. */
export function byArrowRs(compression: keyof typeof arrowRs.Compression): Bytes {
  const table = new Table({
    number: vectorFromArray(TABLE.number, new Float64()),
    whole: vectorFromArray(TABLE.whole.map(BigInt), new Int64()),
    flag: vectorFromArray(TABLE.flag, new Bool()),
    label: vectorFromArray(TABLE.label, new Utf8()),
    spectrum: vectorFromArray(TABLE.spectrum, new List(new Field('item', new Float64()))),
    at: vectorFromArray(TABLE.at, new TimestampMillisecond()),
  });
  const properties = new arrowRs.WriterPropertiesBuilder()
    .setCompression(arrowRs.Compression[compression])
    .build();
  const ipc = tableToIPC(table, 'stream');
  return new Uint8Array(arrowRs.writeParquet(arrowRs.Table.fromIPCStream(ipc), properties));
}

const SCHEMA: NonNullable<ParquetWriteOptions['schema']> = [
  { name: 'schema', num_children: 7 },
  { name: 'number', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  { name: 'whole', type: 'INT64', repetition_type: 'OPTIONAL' },
  { name: 'flag', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  { name: 'spectrum', converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  { name: 'at', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
  { name: '__index_level_0__', type: 'INT64', repetition_type: 'OPTIONAL' },
];

/**
 * As pandas leaves it, with the index it adds: pyarrow writes dictionary pages, fastparquet PLAIN ones (AI Core wire
 * contract, section 5). Neither can be installed from npm: hyparquet-writer lays their pages out here.
 */
export function likePandas(
  engine: 'pyarrow' | 'fastparquet',
  codec: NonNullable<ParquetWriteOptions['codec']>,
): Bytes {
  const encoding = engine === 'fastparquet' ? { encoding: 'PLAIN' as const } : {};
  return new Uint8Array(
    parquetWriteBuffer({
      schema: SCHEMA,
      columnData: [
        { name: 'number', data: TABLE.number, ...encoding },
        { name: 'whole', data: TABLE.whole.map(BigInt), ...encoding },
        { name: 'flag', data: TABLE.flag },
        { name: 'label', data: TABLE.label, ...encoding },
        { name: 'spectrum', data: TABLE.spectrum, ...encoding },
        { name: 'at', data: TABLE.at, ...encoding },
        { name: '__index_level_0__', data: TABLE.whole.map((_, row) => BigInt(row)), ...encoding },
      ],
      codec,
      compressors: {
        GZIP: (page) => new Uint8Array(gzipSync(page)),
        ZSTD: (page) => new Uint8Array(zstdCompressSync(page)),
        BROTLI: (page) => new Uint8Array(brotliCompressSync(page)),
      },
      rowGroupSize: 250,
      kvMetadata: [{ key: 'pandas', value: '{"index_columns": ["__index_level_0__"]}' }],
    }),
  );
}
