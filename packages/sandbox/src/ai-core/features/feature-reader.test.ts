import { afterAll, describe, expect, test } from 'vitest';
import { byArrowRs, byDuckDb, byPandas, TABLE } from '../../../test/parquet-writers.ts';
import { parquet } from '../../../test/support.ts';
import { BadRequest } from '../api-error.ts';
import { askFor } from './check-features.ts';
import { FeatureReader } from './feature-reader.ts';

const limits = { maxRows: 1_000_000, maxUnpackedBytes: 1e8, timeoutMs: 20_000 };
const reader = new FeatureReader(limits);
afterAll(() => reader.stop());

const { at, ...wanted } = TABLE;
const { spectrum, ...scalars } = wanted;
const asked = askFor(
  {
    number: { type: 'numeric' },
    whole: { type: 'numeric' },
    flag: { type: 'bool', mandatory: false },
    label: { type: 'str', mandatory: false },
    spectrum: { type: 'list', mandatory: false },
  },
  'predict',
);

const CODECS = ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli'] as const;

type Write = () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>;
type Writer = [name: string, write: Write];

test.each<Writer>([
  ...CODECS.map((codec): Writer => [`pandas with pyarrow, ${codec}`, () => byPandas('pyarrow', codec)]),
  ...CODECS.map((codec): Writer => [`DuckDB, ${codec}`, () => byDuckDb(`COMPRESSION ${codec}`)]),
  ['DuckDB, LZ4', () => byDuckDb('COMPRESSION LZ4_RAW')],
  ['DuckDB, delta encodings', () => byDuckDb('PARQUET_VERSION V2')],
  ...CODECS.map((codec): Writer => [`arrow-rs, ${codec}`, () => byArrowRs(codec)]),
])('reads what %s writes', async (_writer, write) => {
  const read = await reader.read(await write(), asked);
  expect(read).toEqual({ rows: 60, features: wanted });
});

// It has no lists of numbers.
test.each(CODECS)('reads what pandas with fastparquet, %s writes', async (codec) => {
  const read = await reader.read(await byPandas('fastparquet', codec), asked);
  expect(read).toEqual({ rows: 60, features: scalars });
});

test('says that a timestamp is no number', async () => {
  const times = askFor({ at: { type: 'numeric' } }, 'predict');
  for (const file of [
    await byDuckDb('COMPRESSION ZSTD'),
    byArrowRs('snappy'),
    await byPandas('pyarrow', 'snappy'),
    await byPandas('fastparquet', 'snappy'),
  ])
    await expect(reader.read(file, times)).rejects.toMatchObject({
      errors: ['features : Input name: `at` must be of type `numeric`, but row 0 is a date!'],
    });
});

describe('what must not end the server', () => {
  test('a file that is damaged so that it keeps the decoder busy is given up, and the next one is read', async () => {
    await using impatient = disposable(new FeatureReader({ ...limits, timeoutMs: 400 }));
    const number = askFor({ number: { type: 'numeric' } }, 'predict');
    const good = parquet({ number: Array.from({ length: 100 }, (_, row) => row % 5) });
    const messages: string[] = [];
    // One bit of one byte after the other, from the first page on, until one hits.
    for (let at = 4; at < good.length && !messages.at(-1)?.includes('within'); at += 1) {
      const bad = new Uint8Array(good.with(at, (good[at] ?? 0) ^ 0x80));
      const error: unknown = await impatient.read(bad, number).catch((refused: unknown) => refused);
      if (error instanceof BadRequest) messages.push(...error.errors);
    }
    expect(messages.at(-1)).toBe('features : The file could not be read within 400 ms. Is it damaged?');
    expect((await impatient.read(new Uint8Array(good), number)).rows).toBe(100);
  });

  test.each([
    ['rows', { maxRows: 59 }, 'features : The file has 60 rows, more than 59.'],
    ['bytes', { maxUnpackedBytes: 1000 }, 'features : The file unpacks to more than 1000 bytes.'],
  ])('more %s than allowed', async (_what, less, message) => {
    await using small = disposable(new FeatureReader({ ...limits, ...less }));
    await expect(small.read(await byPandas('pyarrow', 'zstd'), asked)).rejects.toMatchObject({
      errors: [message],
    });
  });

  test('stop ends the thread at work', async () => {
    const stopped = new FeatureReader(limits);
    const reading = stopped.read(await byPandas('pyarrow', 'zstd'), asked);
    await stopped.stop();
    await expect(reading).rejects.toThrow();
  });
});

const disposable = (feature: FeatureReader) => ({
  read: feature.read.bind(feature),
  [Symbol.asyncDispose]: () => feature.stop(),
});
