import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import { encodeParquet } from './encode-parquet.ts';
import type { FeatureColumns } from './features.ts';
import { featuresFile } from './features-file.ts';
import { openParquet } from './open-parquet.ts';
import { parquetColumns } from './parquet-columns.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-parquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

function bytesOf(features: FeatureColumns): Buffer {
  return Buffer.from(encodeParquet(parquetColumns(features)));
}

test('a file is opened by its path and sent byte for byte', async () => {
  const path = join(folder, 'trip.parquet');
  const bytes = bytesOf({ a: [1, 2] });
  await writeFile(path, bytes);
  for (const at of [path, pathToFileURL(path)]) {
    const file = await featuresFile(await openParquet(at));
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  }
});

test('a file that is not there says so', async () => {
  await expect(openParquet(join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a file that has changed since is a BodyError, before anything is sent', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, {}));
  const path = join(folder, 'changed.parquet');
  await writeFile(path, bytesOf({ a: [1, 2] }));
  const features = await openParquet(path);
  await writeFile(path, bytesOf({ a: [1, 2, 3], b: [1, 2, 3] }));
  expect(await rejection(aiCore.client.runAlgorithm('a', { features }))).toMatchObject({
    code: 'BodyFailed',
    cause: { name: 'NotReadableError' },
  });
  expect(aiCore.server.requests).toHaveLength(0);
});
