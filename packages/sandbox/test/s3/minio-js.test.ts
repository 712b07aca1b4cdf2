import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Client, CopyConditions } from 'minio';
import { expect, test } from 'vitest';
import { Bucket, credentials, region, startTestS3 } from './support.ts';

test('MinIO’s client does everything it does on S3', async () => {
  await using s3 = await startTestS3();
  const { hostname, port } = new URL(s3.url);
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = credentials;
  const partSize = 10 * 1024 ** 2;
  const minio = new Client({
    ...{ endPoint: hostname, port: Number(port), useSSL: false, region, accessKey, secretKey, partSize },
  });

  await minio.putObject(Bucket, 'minio/small ü.txt', 'some bytes', 10, { 'x-amz-meta-trip': '7' });
  const small = await buffer(await minio.getObject(Bucket, 'minio/small ü.txt'));
  expect(small.toString()).toBe('some bytes');
  expect((await minio.statObject(Bucket, 'minio/small ü.txt')).metaData).toMatchObject({ trip: '7' });

  const large = randomBytes(30_000_000);
  const pieces = () =>
    Readable.from(Array.from({ length: 30 }, (_, at) => large.subarray(at * 1e6, (at + 1) * 1e6)));
  const { etag } = await minio.putObject(Bucket, 'minio/large', pieces(), large.length);
  expect(etag).toMatch(/-3$/);
  expect((await buffer(await minio.getObject(Bucket, 'minio/large'))).equals(large)).toBe(true);
  const range = await buffer(await minio.getPartialObject(Bucket, 'minio/large', 5, 10));
  expect(range.equals(large.subarray(5, 15))).toBe(true);
  await minio.copyObject(Bucket, 'minio/copy', `/${Bucket}/minio/large`, new CopyConditions());

  for (const list of [minio.listObjects, minio.listObjectsV2]) {
    const names: unknown[] = [];
    for await (const { name } of list.call(minio, Bucket, 'minio/', true)) names.push(name);
    expect(names).toEqual(['minio/copy', 'minio/large', 'minio/small ü.txt']);
  }
  const url = await minio.presignedGetObject(Bucket, 'minio/small ü.txt', 60);
  expect(await (await fetch(url)).text()).toBe('some bytes');
  const put = await fetch(await minio.presignedPutObject(Bucket, 'minio/put', 60), {
    method: 'PUT',
    body: 'x',
  });
  expect(put.status).toBe(200);
  const policy = minio.newPostPolicy();
  policy.setBucket(Bucket);
  policy.setKey('minio/posted');
  policy.setExpires(new Date(Date.now() + 60_000));
  const { postURL, formData } = await minio.presignedPostPolicy(policy);
  const form = new FormData();
  for (const [name, value] of Object.entries(formData)) form.append(name, String(value));
  form.append('file', new Blob(['x']), 'result.json');
  expect((await fetch(postURL, { method: 'POST', body: form })).status).toBe(204);

  await minio.removeObjects(Bucket, ['minio/copy', 'minio/large', 'minio/put']);
  // With objects it writes an empty version for each.
  await minio.removeObjects(Bucket, [{ name: 'minio/small ü.txt' }]);
  await expect(minio.statObject(Bucket, 'minio/small ü.txt')).rejects.toMatchObject({ code: 'NotFound' });
  await minio.removeObject(Bucket, 'minio/posted');
  await expect(minio.statObject(Bucket, 'minio/posted')).rejects.toMatchObject({ code: 'NotFound' });
  await minio.makeBucket('another', region);
  expect(await minio.bucketExists('another')).toBe(true);
  await minio.removeBucket('another');
});
