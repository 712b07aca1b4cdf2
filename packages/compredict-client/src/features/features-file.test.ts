import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { encodeParquet } from './encode-parquet.ts';
import type { Features } from './features.ts';
import { featuresFile } from './features-file.ts';
import { parquetColumns } from './parquet-columns.ts';

const parquet = encodeParquet(parquetColumns({ a: [1, 2] }));

test.each<[string, Features]>([
  ['columns', { a: [1, 2] }],
  ['records', [{ a: 1 }, { a: 2 }]],
  ['an ArrayBuffer', parquet],
  ['a Uint8Array', new Uint8Array(parquet)],
  ['a part of a Buffer', Buffer.concat([Buffer.from('xx'), Buffer.from(parquet)]).subarray(2)],
  ['a Blob', new Blob([parquet])],
  ['a File', new File([parquet], 'mine.parquet', { type: 'application/octet-stream' })],
])('%s become a Parquet file', async (_name, features) => {
  const file = await featuresFile(features);
  expect(file.type).toBe('application/parquet');
  expect(await parquetReadObjects({ file: await file.arrayBuffer() })).toEqual([{ a: 1 }, { a: 2 }]);
});

test('a Parquet file is sent byte for byte', async () => {
  expect(Buffer.from(await (await featuresFile(new Blob([parquet]))).arrayBuffer())).toEqual(
    Buffer.from(parquet),
  );
});

test.each<[string, unknown, string]>([
  ['no records', [], 'EmptyFeatures'],
  ['no columns', {}, 'EmptyFeatures'],
  ['an empty file', new Blob([]), 'EmptyFeatures'],
  ['no bytes', new Uint8Array(), 'EmptyFeatures'],
  ['CSV', new Blob(['a,b\n1,2\n3,4\n']), 'NotParquet'],
  ['a Parquet file cut off', parquet.slice(0, -1), 'NotParquet'],
  ['the magic alone', new Blob(['PAR1']), 'NotParquet'],
  ['a path', 'features.parquet', 'UnsupportedFeatures'],
  ['null', null, 'UnsupportedFeatures'],
  ['a Map', new Map([['a', [1]]]), 'UnsupportedFeatures'],
  ['a stream', new Blob([parquet]).stream(), 'UnsupportedFeatures'],
  ['a promise', Promise.resolve({}), 'UnsupportedFeatures'],
  ['another typed array', new Float64Array(3), 'UnsupportedFeatures'],
  ['rows given as columns', { a: 1, b: 2 }, 'UnsupportedFeatures'],
])('%s is refused', async (_name, features, code) => {
  await expect(featuresFile(features as Features)).rejects.toMatchObject({ name: 'FeaturesError', code });
});
