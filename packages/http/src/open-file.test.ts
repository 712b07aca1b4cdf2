import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ByteSource } from './byte-source.ts';
import { openFile } from './open-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-file-'));
afterAll(() => rm(folder, { recursive: true }));

async function bytesOf(source: ByteSource | undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source?.open() ?? []) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

test('reads a file, as often as asked', async () => {
  const bytes = Buffer.from(Array.from({ length: 600_000 }, (_, at) => at % 251));
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  const source = await openFile?.(path, 'application/parquet');
  expect(source).toMatchObject({ size: 600_000, type: 'application/parquet', repeatable: true });
  expect((await bytesOf(source)).equals(bytes)).toBe(true);
  expect((await bytesOf(source)).equals(bytes)).toBe(true);
});

test('a device has no size, and is read once', async () => {
  const source = await openFile?.('/dev/null', '');
  expect(source).toMatchObject({ size: undefined, repeatable: false });
  expect(await bytesOf(source)).toHaveLength(0);
});

test('says what is wrong with a path', async () => {
  await expect(openFile?.(join(folder, 'none'), '')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(openFile?.(folder, '').then(bytesOf)).rejects.toMatchObject({ code: 'EISDIR' });
});
