import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CopyObjectCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginUpload } from './begin-upload.ts';
import { Bucket, credentials, region, startTestS3, type TestS3 } from './support.ts';

const MIB = 1024 ** 2;

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.stop());

const begin = (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) =>
  beginUpload(s3, Key, more);

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

test('makes one object of parts, in whatever order they came', async () => {
  const first = randomBytes(5 * MIB);
  const second = randomBytes(1000);
  const upload = await begin('parts', { ContentType: 'text/plain', Metadata: { a: 'b' } });
  await upload.part(2, 'overwritten');
  const parts = [await upload.part(2, second), await upload.part(1, first)].reverse();
  await expect(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'parts' }))).rejects.toThrow();

  const { Parts, IsTruncated } = await s3.client.send(new ListPartsCommand({ ...upload.about, MaxParts: 1 }));
  expect(Parts).toMatchObject([{ PartNumber: 1, Size: 5 * MIB }]);
  expect(IsTruncated).toBe(true);
  const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads).toMatchObject([{ Key: 'parts', UploadId: upload.about.UploadId }]);

  // A page of none has no next one, or who reads page after page would never come to an end.
  const none = await s3.client.send(new ListPartsCommand({ ...upload.about, MaxParts: 0 }));
  expect([none.IsTruncated, none.Parts]).toEqual([false, undefined]);

  await expect(upload.complete(parts, { MpuObjectSize: 5 * MIB })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: `The provided 'x-amz-mp-object-size' header value ${5 * MIB} does not match what was computed: ${5 * MIB + 1000}`,
  });
  await expect(upload.complete(parts, { MpuObjectSize: 'size' as never })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: "Value for x-amz-mp-object-size header is invalid: 'size'",
  });
  const { ETag } = await upload.complete(parts, { MpuObjectSize: 5 * MIB + 1000 });
  expect(ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(second)])).toString('hex')}-2"`);
  const object = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'parts' }));
  expect(object).toMatchObject({ ETag, ContentType: 'text/plain', Metadata: { a: 'b' } });
  const bytes = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);

  const range = { Bucket, Key: 'parts', Range: `bytes=${5 * MIB - 2}-${5 * MIB + 1}` };
  const across = await (await s3.client.send(new GetObjectCommand(range))).Body?.transformToByteArray();
  expect(Buffer.from(across ?? []).equals(bytes.subarray(5 * MIB - 2, 5 * MIB + 2))).toBe(true);
  const part = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'parts', PartNumber: 2 }));
  expect(part).toMatchObject({ ContentLength: 1000, PartsCount: 2 });
  expect(Buffer.from((await part.Body?.transformToByteArray()) ?? []).equals(second)).toBe(true);
  await expect(upload.part(3, 'late')).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('holds the list of parts against what came', async () => {
  const upload = await begin('refused');
  const small = await upload.part(1, 'small');
  const last = await upload.part(2, 'last');
  const refused = (parts: CompletedPart[], name: string) =>
    expect(upload.complete(parts)).rejects.toMatchObject({ name });
  await refused([small, last], 'EntityTooSmall');
  await refused([last, small], 'InvalidPartOrder');
  await refused([{ ...last, ETag: small.ETag }], 'InvalidPart');
  await refused([{ ...last, PartNumber: 3 }], 'InvalidPart');
  await refused([], 'MalformedXML');
  await upload.complete([last]);
});

test('lists uploads page by page, those of one key in their order', async () => {
  let clock = Date.now();
  await using s3 = await startTestS3({ now: () => new Date(clock++) });
  const begun: (string | undefined)[][] = [];
  for (const key of ['a', 'b ü', 'b ü', 'b ü', 'c'])
    begun.push([key, (await beginUpload(s3, key)).about.UploadId]);
  const list = async (more: Partial<ListMultipartUploadsCommandInput> = {}) => {
    const page = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, ...more }));
    return { ...page, listed: (page.Uploads ?? []).map(({ Key, UploadId }) => [Key, UploadId]) };
  };
  const paged: (string | undefined)[][] = [];
  let markers = {};
  let pages = 0;
  for (let isTruncated: boolean | undefined = true; isTruncated; pages++) {
    const page = await list({ MaxUploads: 2, ...markers });
    expect(page).toMatchObject({ MaxUploads: 2, ...markers });
    paged.push(...page.listed);
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    isTruncated = page.IsTruncated;
  }
  expect(paged).toEqual(begun);
  expect(pages).toBe(3);
  expect((await list({ KeyMarker: 'b ü' })).listed).toEqual(begun.slice(4));
  expect((await list({ Prefix: 'b', KeyMarker: 'a' })).listed).toEqual(begun.slice(1, 4));
  const ignored = await list({ UploadIdMarker: begun[3]?.[1] });
  expect(ignored).toMatchObject({ listed: begun, UploadIdMarker: '' });
  await expect(list({ MaxUploads: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('rolls uploads up into common prefixes, page by page', async () => {
  await using s3 = await startTestS3();
  for (const key of ['a', 'in/b/1', 'in/b/2', 'in/c', 'in/c', 'in/ü ü/1']) await beginUpload(s3, key);
  const list = async (more: Partial<ListMultipartUploadsCommandInput>) => {
    const page = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/', ...more }));
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix);
    return { ...page, keys: (page.Uploads ?? []).map(({ Key }) => Key), prefixes };
  };
  expect(await list({})).toMatchObject({
    keys: ['a'],
    prefixes: ['in/'],
    Delimiter: '/',
    IsTruncated: false,
  });
  const seen: unknown[] = [];
  let markers = {};
  for (let isTruncated: boolean | undefined = true; isTruncated; ) {
    const page = await list({ Prefix: 'in/', MaxUploads: 1, ...markers });
    seen.push([...page.keys, ...page.prefixes]);
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    isTruncated = page.IsTruncated;
  }
  expect(seen).toEqual([['in/b/'], ['in/c'], ['in/c'], ['in/ü ü/']]);
});

test('a part is asked for whole, and sent to an upload alone', async () => {
  const Key = 'no-parts';
  await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: '12345' }));
  const ranged = new GetObjectCommand({ Bucket, Key, PartNumber: 1, Range: 'bytes=0-1' });
  await expect(s3.client.send(ranged)).rejects.toMatchObject({ name: 'InvalidRequest' });
  const astray = new PutObjectCommand({ Bucket, Key, Body: 'x' });
  astray.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { query: object }).query, { partNumber: '1' });
      return next(args);
    },
    { step: 'build' },
  );
  await expect(s3.client.send(astray)).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'This operation does not accept partNumber without uploadId',
  });
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
  expect(await Body?.transformToString()).toBe('12345');
});

test('an upload that is aborted leaves nothing', async () => {
  const upload = await begin('aborted');
  const part = await upload.part(1, randomBytes(300_000));
  await s3.client.send(new AbortMultipartUploadCommand(upload.about));
  await expect(upload.part(2, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(upload.complete([part])).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('parts can be copies', async () => {
  const source = randomBytes(5 * MIB + 10);
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: source }));
  const upload = await begin('copied');
  const copy = async (PartNumber: number, more = {}): Promise<CompletedPart> => {
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({ ...upload.about, PartNumber, CopySource: `${Bucket}/source`, ...more }),
    );
    return { PartNumber, ...(CopyPartResult?.ETag === undefined ? {} : { ETag: CopyPartResult.ETag }) };
  };
  await upload.complete([await copy(1), await copy(2, { CopySourceRange: 'bytes=3-9' })]);
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([source, source.subarray(3, 10)]))).toBe(true);
  const other = await begin('other');
  const range = { PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange: 'bytes=0-99999999' };
  await expect(s3.client.send(new UploadPartCopyCommand({ ...other.about, ...range }))).rejects.toMatchObject(
    { name: 'InvalidArgument' },
  );
});

test.each([
  ['CRC32', 'COMPOSITE'],
  ['SHA256', 'COMPOSITE'],
  ['CRC32C', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
] as const)('answers the %s checksum of all parts, %s', async (ChecksumAlgorithm, ChecksumType) => {
  const upload = await begin(ChecksumAlgorithm, { ChecksumAlgorithm, ChecksumType });
  const bytes = randomBytes(5 * MIB);
  const parts = [
    await upload.part(1, bytes, { ChecksumAlgorithm }),
    await upload.part(2, 'end', { ChecksumAlgorithm }),
  ];
  const answer = await upload.complete(parts);
  expect(answer[`Checksum${ChecksumAlgorithm}`]).toMatch(
    ChecksumType === 'COMPOSITE' ? /^[\w+/]+=*-2$/ : /^[\w+/]+=*$/,
  );
  // The SDK holds the bytes against a checksum of all of them.
  const whole = { Bucket, Key: ChecksumAlgorithm, ChecksumMode: 'ENABLED' } as const;
  const object = await s3.client.send(new GetObjectCommand(whole));
  expect((await object.Body?.transformToByteArray())?.length).toBe(5 * MIB + 3);
  expect(object.ChecksumType).toBe(ChecksumType);
});

describe('an upload whose checksum is made of those of its parts', () => {
  const ChecksumAlgorithm = 'CRC32';

  test('takes no list without them', async () => {
    const upload = await begin('unsummed', { ChecksumAlgorithm });
    const { ChecksumCRC32, ...bare } = await upload.part(1, 'x', { ChecksumAlgorithm });
    await expect(upload.complete([bare])).rejects.toMatchObject({
      name: 'InvalidRequest',
      message:
        'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
    });
    await expect(upload.complete([{ ...bare, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await upload.complete([{ ...bare, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) }]);
  });

  test('takes no part with another', async () => {
    const upload = await begin('other-sums', { ChecksumAlgorithm: 'SHA256' });
    await expect(upload.part(1, 'x', { ChecksumAlgorithm })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
    });
    expect((await s3.client.send(new ListPartsCommand(upload.about))).Parts).toBeUndefined();
  });

  test('has them computed of parts that are copies', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'summed', Body: '123456789' }));
    const upload = await begin('copies-summed', { ChecksumAlgorithm });
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({ ...upload.about, PartNumber: 1, CopySource: `${Bucket}/summed` }),
    );
    // The check value of CRC-32.
    expect(CopyPartResult?.ChecksumCRC32).toBe(Buffer.from('cbf43926', 'hex').toString('base64'));
    const { ETag = '', ChecksumCRC32 = '' } = CopyPartResult ?? {};
    const completed = await upload.complete([{ PartNumber: 1, ETag, ChecksumCRC32 }]);
    expect(completed.ChecksumType).toBe('COMPOSITE');
  });

  test('is one without a checksum where the service knows none', async () => {
    await using ceph = await startTestS3({ provider: 'ceph' });
    const upload = await beginUpload(ceph, 'ceph', { ChecksumAlgorithm });
    const { PartNumber, ETag = '' } = await upload.part(1, 'x', { ChecksumAlgorithm });
    const completed = await upload.complete([{ PartNumber, ETag }]);
    expect(completed.ChecksumCRC32).toBeUndefined();
  });
});

test.each(['COMPOSITE', 'FULL_OBJECT'] as const)(
  'a copy of parts summed up as %s is an object in one',
  async (ChecksumType) => {
    const ChecksumAlgorithm = 'CRC32';
    const upload = await begin('in-parts', { ChecksumAlgorithm, ChecksumType });
    const bytes = randomBytes(5 * MIB);
    const parts = [
      await upload.part(1, bytes, { ChecksumAlgorithm }),
      await upload.part(2, '123456789', { ChecksumAlgorithm }),
    ];
    await upload.complete(parts);
    const all = Buffer.concat([bytes, Buffer.from('123456789')]);
    const { CopyObjectResult } = await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'in-one', CopySource: `${Bucket}/in-parts` }),
    );
    expect(CopyObjectResult?.ETag).toBe(`"${md5(all).toString('hex')}"`);
    // The SDK holds the bytes against a checksum of all of them.
    const copy = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'in-one', ChecksumMode: 'ENABLED' }),
    );
    expect(copy).toMatchObject({ ETag: CopyObjectResult?.ETag, ChecksumType: 'FULL_OBJECT' });
    expect(copy.ChecksumCRC32).toBe(CopyObjectResult?.ChecksumCRC32);
    expect(Buffer.from((await copy.Body?.transformToByteArray()) ?? []).equals(all)).toBe(true);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'in-one', PartNumber: 1 }));
    expect(head.PartsCount).toBeUndefined();
  },
);

test('holds all parts against the checksum that comes with their list', async () => {
  const ChecksumAlgorithm = 'CRC32';
  const upload = await begin('whole-sum', { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' });
  const part = await upload.part(1, 'text', { ChecksumAlgorithm });
  await expect(upload.complete([part], { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
    name: 'BadDigest',
  });
  // Of the only part, and so of the whole. It is no checksum of the list.
  const { ChecksumCRC32 } = part;
  expect(await upload.complete([part], { ChecksumCRC32 })).toMatchObject({ ChecksumCRC32 });
});

// The check values of the algorithms: their sums of this text.
const CHECKED = '123456789';
const SUMS = {
  ChecksumCRC32: Buffer.from('cbf43926', 'hex').toString('base64'),
  ChecksumCRC64NVME: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
};

test('holds the parts against whatever checksum comes with their list, though none was announced', async () => {
  const upload = await begin('unannounced');
  const { PartNumber, ETag = '' } = await upload.part(1, CHECKED);
  const complete = (more: Partial<typeof SUMS>) => upload.complete([{ PartNumber, ETag }], more);
  for (const wrong of [{ ChecksumCRC64NVME: 'AAAAAAAAAAA=' }, { ...SUMS, ChecksumCRC32: 'AAAAAA==' }])
    await expect(complete(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  const { ChecksumCRC64NVME } = SUMS;
  expect(await complete({ ChecksumCRC64NVME })).toMatchObject({
    ChecksumCRC64NVME,
    ChecksumType: 'FULL_OBJECT',
  });
});

test('a part that comes without the checksum that was announced has it all the same', async () => {
  const sdk = { region, credentials, endpoint: s3.url, requestChecksumCalculation: 'WHEN_REQUIRED' } as const;
  const client = new S3Client(sdk);
  const whole = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
  const upload = await beginUpload({ client }, 'unsent-sum', whole);
  const part = await upload.part(1, CHECKED);
  const { ChecksumCRC32 } = SUMS;
  expect(part).toMatchObject({ ChecksumCRC32 });
  const { Parts } = await s3.client.send(new ListPartsCommand(upload.about));
  expect(Parts).toMatchObject([{ ChecksumCRC32 }]);
  await expect(upload.complete([{ ...part, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  expect(await upload.complete([part])).toMatchObject({ ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
  client.destroy();
});

test('passes over checksums of the whole where the service knows none', async () => {
  await using ceph = await startTestS3({ provider: 'ceph' });
  const upload = await beginUpload(ceph, 'ceph');
  const { PartNumber, ETag = '' } = await upload.part(1, 'x');
  const completed = await upload.complete([{ PartNumber, ETag }], { ChecksumCRC32: 'AAAAAA==' });
  expect(completed.ChecksumCRC32).toBeUndefined();
});
