import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import * as arrowRs from 'parquet-wasm/node';

// The same table as different writers lay it out. 60 rows: enough for a dictionary to pay.

/** The table, by column. */
export const TABLE: {
  readonly number: number[];
  readonly whole: number[];
  readonly flag: (boolean | null)[];
  readonly label: (string | null)[];
  readonly spectrum: number[][];
  readonly at: Date[];
} = {
  number: Array.from({ length: 60 }, (_, row) => row / 4),
  whole: Array.from({ length: 60 }, (_, row) => row * 1_000_003),
  flag: Array.from({ length: 60 }, (_, row) => (row % 5 === 0 ? null : row % 2 === 0)),
  label: Array.from({ length: 60 }, (_, row) => (row % 7 === 0 ? null : `Fahrt ${row % 3} ü`)),
  spectrum: Array.from({ length: 60 }, (_, row) => Array.from({ length: row % 3 }, (_, at) => row + at / 2)),
  at: Array.from({ length: 60 }, (_, row) => new Date(Date.UTC(2030, 0, 1) + row * 1000)),
};

type Codec = 'uncompressed' | 'snappy' | 'gzip' | 'zstd' | 'brotli';
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
      FROM range(60) t(i)
    ) TO '${file}' (FORMAT parquet, ${options})`);
    return new Uint8Array(await readFile(file));
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** Written by arrow-rs, the writer of Rust programs. */
export function byArrowRs(codec: Codec): Bytes {
  const table = new Table({
    number: vectorFromArray(TABLE.number, new Float64()),
    whole: vectorFromArray(TABLE.whole.map(BigInt), new Int64()),
    flag: vectorFromArray(TABLE.flag, new Bool()),
    label: vectorFromArray(TABLE.label, new Utf8()),
    spectrum: vectorFromArray(TABLE.spectrum, new List(new Field('item', new Float64()))),
    at: vectorFromArray(TABLE.at, new TimestampMillisecond()),
  });
  const properties = new arrowRs.WriterPropertiesBuilder()
    .setCompression(arrowRs.Compression[codec.toUpperCase() as Uppercase<Codec>])
    .build();
  const ipc = tableToIPC(table, 'stream');
  return new Uint8Array(arrowRs.writeParquet(arrowRs.Table.fromIPCStream(ipc), properties));
}

/** Written by pandas: by `pandas/write.py`, whose package is not on npm. */
export async function byPandas(engine: 'pyarrow' | 'fastparquet', codec: Codec): Promise<Bytes> {
  return new Uint8Array(await readFile(join(import.meta.dirname, 'pandas', `${engine}-${codec}.parquet`)));
}
