import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { readParquet } from './read-parquet.ts';
import { UnreadableFeatures } from './table.ts';

const limits = { maxRows: 1e6, maxUnpackedBytes: 1e8 };
const speed = Array.from({ length: 5000 }, (_, index) => index / 2);
const label = speed.map((_, index) => (index % 7 === 0 ? null : `trip ${index % 3}`));
const columnData = [
  { name: 'speed', data: speed, type: 'DOUBLE' as const },
  { name: 'label', data: label, type: 'STRING' as const, nullable: true },
];

test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI'] as const)(
  'reads %s, over row groups',
  async (codec) => {
    const bytes = parquetWriteBuffer({
      columnData,
      codec,
      rowGroupSize: 1000,
      compressors: {
        GZIP: (page) => new Uint8Array(gzipSync(page)),
        ZSTD: (page) => new Uint8Array(zstdCompressSync(page)),
        BROTLI: (page) => new Uint8Array(brotliCompressSync(page)),
      },
    });
    const table = await readParquet(new Uint8Array(bytes), ['speed', 'label', 'absent'], limits);
    expect(table.rows).toBe(5000);
    expect([...table.columns.keys()]).toEqual(['speed', 'label']);
    expect([...(table.columns.get('speed') ?? [])]).toEqual(speed);
    expect([...(table.columns.get('label') ?? [])].map((value) => value ?? null)).toEqual(label);
  },
);

test('a file with any one byte of its metadata damaged is read or refused, and nothing else', async () => {
  const good = new Uint8Array(
    parquetWriteBuffer({ columnData: [{ name: 'speed', data: [1, 2, 3], type: 'DOUBLE' }] }),
  );
  // The footer: metadata, its length in 4 bytes, `PAR1`.
  const footer = good.length - 8 - new DataView(good.buffer).getUint32(good.length - 8, true);
  let refused = 0;
  for (let position = footer; position < good.length; position += 1) {
    const bad = good.with(position, (good[position] ?? 0) ^ 0xff);
    await readParquet(bad, ['speed'], limits).catch((error: unknown) => {
      expect(error).toBeInstanceOf(UnreadableFeatures);
      // The decoder's own words, not the engine's about the decoder.
      expect(String(error)).not.toMatch(/Cannot|Invalid|is not|outside|Maximum/);
      refused += 1;
    });
  }
  expect(refused).toBeGreaterThan((good.length - footer) / 4);
});
