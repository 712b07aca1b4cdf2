import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCorsCommand,
  DeleteObjectCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Bucket, startTestS3 } from './support.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('everything is there again after a restart, and what nobody names is gone', async () => {
  const bytes = randomBytes(600_000);
  const rule = { ID: 'mine', AllowedOrigins: ['*'], AllowedMethods: ['GET'], MaxAgeSeconds: 60 };
  const upload = { Bucket, Key: 'in-parts' };
  let UploadId: string | undefined;
  let ETag: string | undefined;
  {
    await using s3 = await startTestS3({ folder });
    const send = s3.client.send.bind(s3.client);
    await send(new CreateBucketCommand({ Bucket: 'second' }));
    await send(new DeleteBucketCorsCommand({ Bucket: 'second' }));
    await send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));
    const about = { ContentType: 'text/plain', Metadata: { a: 'b' }, Tagging: 'c=d' };
    await send(new PutObjectCommand({ Bucket, Key: 'a/ü', Body: bytes, ...about }));
    await send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '' }));
    await send(new PutObjectCommand({ Bucket, Key: 'deleted', Body: 'x' }));
    await send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
    const CopySource = `${Bucket}/${encodeURIComponent('a/ü')}`;
    await send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    await send(new DeleteObjectCommand({ Bucket, Key: 'a/ü' }));
    ({ UploadId } = await send(new CreateMultipartUploadCommand(upload)));
    ({ ETag } = await send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'part' })));
  }
  await writeFile(join(folder, 'pieces', 'of-an-upload-that-was-cut-off'), 'x');

  await using s3 = await startTestS3({ folder });
  const send = s3.client.send.bind(s3.client);
  const { Buckets } = await send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, 'second']);
  await expect(send(new GetBucketCorsCommand({ Bucket: 'second' }))).rejects.toMatchObject({
    name: 'NoSuchCORSConfiguration',
  });
  const { Contents } = await send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
    ['copy', 600_000],
    ['empty', 0],
  ]);
  const copy = await send(new GetObjectCommand({ Bucket, Key: 'copy' }));
  expect(copy).toMatchObject({ ContentType: 'text/plain', Metadata: { a: 'b' }, TagCount: 1 });
  expect(Buffer.from((await copy.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
  const parts = await send(new GetObjectCommand(upload));
  expect(await parts.Body?.transformToString()).toBe('part');
  // The copy and the part; an empty object needs no file.
  expect(await readdir(join(folder, 'pieces'))).toHaveLength(2);
  await s3.stop();

  await using again = await startTestS3({ folder });
  const { CORSRules } = await again.client.send(new GetBucketCorsCommand({ Bucket }));
  expect(CORSRules).toEqual([rule]);
  const whole = { Bucket, Key: 'in-parts', PartNumber: 1, ChecksumMode: 'ENABLED' } as const;
  expect(await again.client.send(new GetObjectCommand(whole))).toMatchObject({ PartsCount: 1 });
});
