import { afterAll, describe, expect, test } from 'vitest';
import { byArrowRs, byDuckDb, likePandas, TABLE } from '../../../test/parquet-writers.ts';
import { BadRequest } from '../api-error.ts';
import { askFor } from './check-features.ts';
import { FeatureReader } from './feature-reader.ts';

const limits = { maxRows: 1_000_000, maxUnpackedBytes: 1e8, timeoutMs: 20_000 };
const reader = new FeatureReader(limits);
afterAll(() => reader.stop());

const { at, ...wanted } = TABLE;
const asked = askFor(
  {
    number: { type: 'numeric' },
    whole: { type: 'numeric' },
    flag: { type: 'bool', mandatory: false },
    label: { type: 'str', mandatory: false },
    spectrum: { type: 'list' },
  },
  'predict',
);

const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI'] as const;

type Write = () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>;
type Writer = [name: string, write: Write];

test.each<Writer>([
  ...CODECS.map((codec): Writer => [`DuckDB, ${codec}`, () => byDuckDb(`COMPRESSION ${codec}`)]),
  ['DuckDB, LZ4', () => byDuckDb('COMPRESSION LZ4_RAW')],
  ['DuckDB, delta encodings', () => byDuckDb('PARQUET_VERSION V2')],
  ...CODECS.map((codec): Writer => [`arrow-rs, ${codec}`, () => byArrowRs(codec)]),
  ...CODECS.map((codec): Writer => [`pandas with pyarrow, ${codec}`, () => likePandas('pyarrow', codec)]),
  ...CODECS.map(
    (codec): Writer => [`pandas with fastparquet, ${codec}`, () => likePandas('fastparquet', codec)],
  ),
])('reads what %s writes', async (_writer, write) => {
  const read = await reader.read(await write(), asked);
  expect(read).toEqual({ rows: 600, features: wanted });
});

test('says that a timestamp is no number', async () => {
  const times = askFor({ at: { type: 'numeric' } }, 'predict');
  for (const file of [
    await byDuckDb('COMPRESSION ZSTD'),
    byArrowRs('SNAPPY'),
    likePandas('pyarrow', 'SNAPPY'),
  ])
    await expect(reader.read(file, times)).rejects.toMatchObject({
      errors: ['features : Input name: `at` must be of type `numeric`, but row 0 is a date!'],
    });
});

describe('what must not end the server', () => {
  test('a file that is damaged so that it keeps the decoder busy is given up, and the next one is read', async () => {
    await using impatient = disposable(new FeatureReader({ ...limits, timeoutMs: 400 }));
    const good = likePandas('pyarrow', 'UNCOMPRESSED');
    await impatient.read(good.slice(), asked); // The thread is warm: from here on the deadline is about the file.
    const messages: string[] = [];
    // One bit of one byte after the other, in the header of the first page and its dictionary, until one hits.
    for (
      let position = 4;
      position < 200 && !messages.some((message) => message.includes('within'));
      position += 1
    ) {
      const bad = good.with(position, (good[position] ?? 0) ^ 0x80);
      const error: unknown = await impatient.read(bad, asked).catch((refused: unknown) => refused);
      if (error instanceof BadRequest) messages.push(...error.errors);
    }
    expect(messages.at(-1)).toBe('features : The file could not be read within 400 ms. Is it damaged?');
    expect((await impatient.read(good.slice(), asked)).rows).toBe(600);
  });

  test.each([
    ['rows', { maxRows: 599 }, 'features : The file has 600 rows, more than 599.'],
    ['bytes', { maxUnpackedBytes: 1000 }, 'features : The file unpacks to more than 1000 bytes.'],
  ])('more %s than allowed', async (_what, less, message) => {
    await using small = disposable(new FeatureReader({ ...limits, ...less }));
    await expect(small.read(likePandas('pyarrow', 'ZSTD'), asked)).rejects.toMatchObject({
      errors: [message],
    });
  });

  test('stop ends the thread at work', async () => {
    const stopped = new FeatureReader(limits);
    const reading = stopped.read(likePandas('pyarrow', 'ZSTD'), asked);
    await stopped.stop();
    await expect(reading).rejects.toThrow();
  });
});

const disposable = (feature: FeatureReader) => ({
  read: feature.read.bind(feature),
  [Symbol.asyncDispose]: () => feature.stop(),
});
