import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOUBLE, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { featuresFile } from '@x/compredict-client';
import { makeVector, Table, tableToIPC } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';
import { columns, lists, rowCount } from './table.ts';

/** Writes the table as Parquet, from what a program has to the bytes. */
export type Writer = () => Promise<Uint8Array | ArrayBuffer | Blob>;

const names = Object.keys(columns);

/** Handing the bytes over is the least that anybody can do. */
export const floor = 'floor: copying 40 MB';

/** Everybody with SNAPPY, unless it says otherwise. */
export const writers: Readonly<Record<string, Writer>> = {
  [floor]: async () => Buffer.concat(Object.values(columns).map((values) => new Uint8Array(values.buffer))),
  'ours, typed arrays': () => ours(columns),
  'ours, lists of numbers': () => ours(lists),
  'ours, typed arrays, zstd': () => ours(columns, 'zstd'),
  'hyparquet-writer, its guess': async () =>
    parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data })) }),
  'parquet-wasm': async () => wasm(Compression.SNAPPY),
  'parquet-wasm, zstd': async () => wasm(Compression.ZSTD),
  DuckDB: () => duckDb('snappy'),
  'DuckDB, zstd': () => duckDb('zstd'),
};

async function ours(features: Parameters<typeof featuresFile>[0], codec?: 'zstd'): Promise<ArrayBuffer> {
  return (await featuresFile(features, { codec })).arrayBuffer();
}

function wasm(compression: Compression): Uint8Array {
  const table = new Table(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, makeVector(values)])),
  );
  const properties = new WriterPropertiesBuilder().setCompression(compression).build();
  return writeParquet(WasmTable.fromIPCStream(tableToIPC(table, 'stream')), properties);
}

const database = await DuckDBInstance.create(':memory:');
const folder = mkdtempSync(join(tmpdir(), 'parquet-'));

/** A chunk of DuckDB holds at most so many rows. */
const chunkSize = 2048;

async function duckDb(compression: string): Promise<Uint8Array> {
  const connection = await database.connect();
  try {
    await connection.run(`create or replace table t (${names.map((name) => `${name} double`).join(', ')})`);
    const appender = await connection.createAppender('t');
    const types = names.map(() => DOUBLE);
    for (let start = 0; start < rowCount; start += chunkSize) {
      const chunk = DuckDBDataChunk.create(types);
      chunk.setColumns(Object.values(lists).map((values) => values.slice(start, start + chunkSize)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    const file = join(folder, 'table.parquet');
    await connection.run(`copy t to '${file}' (format parquet, compression ${compression})`);
    return await readFile(file);
  } finally {
    connection.closeSync();
  }
}

/** Removes the files that were written on the way. */
export const cleanUp = (): Promise<void> => rm(folder, { recursive: true });

/** Reads the sum of every column back, by DuckDB: fast files that hold something else do not count. */
export async function checkFile(written: Awaited<ReturnType<Writer>>): Promise<void> {
  const file = join(folder, 'check.parquet');
  await writeFile(file, new Uint8Array(written instanceof Blob ? await written.arrayBuffer() : written));
  const connection = await database.connect();
  try {
    const list = names.map((name) => `sum(${name})`).join(', ');
    const reader = await connection.runAndReadAll(`select ${list} from read_parquet('${file}')`);
    names.forEach((name, index) => {
      const expected = columns[name]?.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
      const found = Number(reader.getRows()[0]?.[index]);
      if (!(Math.abs(found - expected) <= Math.abs(expected) * 1e-9)) throw new Error(`${name}: ${found}`);
    });
  } finally {
    connection.closeSync();
  }
}
