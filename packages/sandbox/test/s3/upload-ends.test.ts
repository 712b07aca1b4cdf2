import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginUpload } from './begin-upload.ts';
import { Bucket, startTestS3, type TestS3 } from './support.ts';

// Everything is in files, and the checksum is of all bytes: to complete an upload takes long enough to be overtaken.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SUMMED = { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' } as const;
const first = randomBytes(8 * 1024 ** 2);
const second = randomBytes(8 * 1024 ** 2);
const whole = Buffer.concat([first, second]);

async function beginInTwoParts(s3: TestS3, Key: string) {
  const upload = await beginUpload(s3, Key, SUMMED);
  return { ...upload, parts: [await upload.part(1, first), await upload.part(2, second)] };
}

async function read({ client }: TestS3, Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const pieces = async () => (await readdir(join(folder, 'pieces'))).length;

test('an upload that is completed twice at once, and once more, is one object', async () => {
  {
    await using s3 = await startTestS3({ folder });
    const { complete, parts } = await beginInTwoParts(s3, 'twice');
    const [one, other] = await Promise.all([complete(parts), complete(parts)]);
    const again = await complete(parts);
    for (const { ETag, Location, ChecksumCRC64NVME, ChecksumType } of [other, again])
      expect({ ETag, Location, ChecksumCRC64NVME, ChecksumType }).toEqual({
        ETag: one.ETag,
        Location: one.Location,
        ChecksumCRC64NVME: one.ChecksumCRC64NVME,
        ChecksumType: 'FULL_OBJECT',
      });
    expect((await read(s3, 'twice')).equals(whole)).toBe(true);
  }
  await using s3 = await startTestS3({ folder });
  expect((await read(s3, 'twice')).equals(whole)).toBe(true);
});

test('who asks again for an object that is another’s by now learns that the upload is over', async () => {
  await using s3 = await startTestS3({ folder });
  const { complete, parts } = await beginInTwoParts(s3, 'deleted');
  await complete(parts);
  await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
  await expect(complete(parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

// Whenever it comes, what is said of it below holds: before, in the midst of it, or after.
const MOMENTS = [0, 5, 10, 20, 40];

test.each(MOMENTS)('an upload that is aborted %i ms after it was to end is whole, or nothing', async (ms) => {
  await using s3 = await startTestS3({ folder });
  const { about, complete, parts } = await beginInTwoParts(s3, 'aborted');
  const abort = () => s3.client.send(new AbortMultipartUploadCommand(about));
  const [completed] = await Promise.allSettled([complete(parts), setTimeout(ms).then(abort)]);
  if (completed.status === 'fulfilled') expect((await read(s3, 'aborted')).equals(whole)).toBe(true);
  else {
    expect(completed.reason).toMatchObject({ name: 'NoSuchUpload' });
    const head = s3.client.send(new HeadObjectCommand({ Bucket, Key: 'aborted' }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  }
  await expect.poll(pieces).toBe(completed.status === 'fulfilled' ? 2 : 0);
});

test.each(MOMENTS)(
  'an upload with a part replaced %i ms after it was to end has no other than listed',
  async (ms) => {
    await using s3 = await startTestS3({ folder });
    const { complete, part, parts } = await beginInTwoParts(s3, 'replaced');
    const replace = () => part(1, 'another');
    const [completed] = await Promise.allSettled([complete(parts), setTimeout(ms).then(replace)]);
    if (completed.status === 'fulfilled') expect((await read(s3, 'replaced')).equals(whole)).toBe(true);
    else expect(completed.reason).toMatchObject({ name: 'InvalidPart' });
    await expect.poll(pieces).toBe(2);
  },
);
