import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeParquet } from './encode-parquet.ts';
import { featuresFile } from './features-file.ts';
import { openParquet } from './open-parquet.ts';
import { parquetColumns } from './parquet-columns.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-parquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file is opened by its path and sent byte for byte', async () => {
  const path = join(folder, 'trip.parquet');
  const bytes = Buffer.from(encodeParquet(parquetColumns({ a: [1, 2] })));
  await writeFile(path, bytes);
  for (const at of [path, pathToFileURL(path)]) {
    const file = await featuresFile(await openParquet(at));
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  }
});

test('a file that is not there says so', async () => {
  await expect(openParquet(join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'ENOENT' });
});
