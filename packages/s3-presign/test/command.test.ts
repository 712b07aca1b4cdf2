import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createPresigner, type PresignerOptions } from '../src/index.ts';
import { verifyPresignedUrl } from '../src/verify/index.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const now = () => new Date('2026-03-01T12:00:00Z');
const presigner = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now, ...options });
const input = { Bucket: 'results', Key: 'runs/1.json' };
const parameters = (url: string) => new URL(url).searchParams;

test('says what its sender must send, and S3 takes just that', async () => {
  const presigned = await presigner().command(
    new PutObjectCommand({
      ...input,
      ContentType: 'application/json',
      CacheControl: 'no-store',
      ContentLength: 2,
      IfNoneMatch: '*',
      ServerSideEncryption: 'AES256',
      Metadata: { trip: '7' },
    }),
    { expiresIn: 60 },
  );
  expect(presigned).toMatchObject({
    method: 'PUT',
    bucket: 'results',
    key: 'runs/1.json',
    expiresAt: new Date('2026-03-01T12:01:00Z'),
    headers: {
      'cache-control': 'no-store',
      'content-length': '2',
      'content-type': 'application/json',
      'if-none-match': '*',
      'x-amz-server-side-encryption': 'AES256',
    },
  });
  const { method, url, headers } = presigned;
  const host = new URL(url).host;
  expect(
    verifyPresignedUrl({ method, url, headers: { host, ...headers } }, { credentials, now }),
  ).toMatchObject({
    ok: true,
    hoisted: { 'x-amz-meta-trip': '7' },
  });
  const other = { host, ...headers, 'content-type': 'text/html' };
  expect(verifyPresignedUrl({ method, url, headers: other }, { credentials, now })).toMatchObject({
    code: 'SignatureDoesNotMatch',
  });
});

test('needs nothing of the sender where nothing was asked for', async () => {
  for (const command of [
    new PutObjectCommand(input),
    new GetObjectCommand(input),
    new UploadPartCommand({ ...input, UploadId: 'U', PartNumber: 1 }),
  ])
    expect(await presigner().command(command as PutObjectCommand)).toMatchObject({ headers: {} });
});

test.each<[string, NonNullable<PutObjectCommandInput['Body']>]>([
  ['a text', 'abc'],
  ['an empty text', ''],
  ['bytes', new Uint8Array(3_000_000)],
  ['a stream', Readable.from(['abc'])],
])('fixes nothing of the object that a command brings as %s', async (_, Body) => {
  const part = { UploadId: 'U', PartNumber: 1 };
  for (const command of [
    new PutObjectCommand({ ...input, Body }),
    new UploadPartCommand({ ...input, ...part, Body }),
  ]) {
    const { method, url, headers } = await presigner().command(command as PutObjectCommand);
    expect({ method, headers }).toEqual({ method: 'PUT', headers: {} });
    expect(command.input.Body).toBe(Body);
    expect(parameters(url).get('X-Amz-SignedHeaders')).toBe('host');
  }
  const sized = new PutObjectCommand({ ...input, Body, ContentLength: 7 });
  expect((await presigner().command(sized)).headers).toEqual({ 'content-length': '7' });
});

test('fixes the document that a command is about', async () => {
  const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
  const { headers } = await presigner().command(new PutObjectTaggingCommand({ ...input, Tagging }));
  expect(headers).toMatchObject({ 'content-length': expect.stringMatching(/^\d+$/) });
});

test.each([
  ['HEAD', new HeadBucketCommand({ Bucket: 'results' })],
  ['GET', new ListObjectsV2Command({ Bucket: 'results', Prefix: 'runs/' })],
] as const)('presigns a %s of the bucket', async (method, command) => {
  const presigned = await presigner().command(command as HeadBucketCommand);
  expect(presigned).toMatchObject({ method, bucket: 'results', key: '', headers: {} });
  expect(JSON.stringify(presigned)).not.toContain(parameters(presigned.url).get('X-Amz-Signature'));
});

describe('a checksum', () => {
  test('that is given is enforced by a signed header', async () => {
    const ChecksumSHA256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    const { url, headers } = await presigner().command(new PutObjectCommand({ ...input, ChecksumSHA256 }));
    expect(headers).toEqual({ 'x-amz-checksum-sha256': ChecksumSHA256 });
    expect([...parameters(url).keys()]).not.toContain('x-amz-checksum-sha256');
  });

  test.each([
    new PutObjectCommand({ ...input, ChecksumAlgorithm: 'CRC32' }),
    new PutObjectCommand({ ...input, ChecksumAlgorithm: 'SHA256' }),
    new UploadPartCommand({ ...input, UploadId: 'U', PartNumber: 1, ChecksumAlgorithm: 'CRC32' }),
  ])('of a body that is not there is refused', async (command) => {
    await expect(presigner().command(command as PutObjectCommand)).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'InvalidOption',
      option: 'ChecksumAlgorithm',
    });
  });

  test.each([
    [{ ChecksumAlgorithm: 'CRC32', ChecksumCRC32: 'NhCmhg==' } as const, 'x-amz-checksum-crc32'],
    [
      { ChecksumAlgorithm: 'CRC64NVME', ChecksumCRC64NVME: 'AAAAAAAAAAA=' } as const,
      'x-amz-checksum-crc64nvme',
    ],
  ])('that is given is taken along with its algorithm', async (checksum, header) => {
    const { headers } = await presigner().command(new PutObjectCommand({ ...input, ...checksum }));
    expect(Object.keys(headers)).toEqual([header]);
    await expect(
      presigner().command(new PutObjectCommand({ ...input, ...checksum, ChecksumAlgorithm: 'SHA1' })),
    ).rejects.toMatchObject({ option: 'ChecksumAlgorithm' });
  });

  test('that parts to come shall have is not', async () => {
    const create = new CreateMultipartUploadCommand({ ...input, ChecksumAlgorithm: 'CRC32' });
    expect((await presigner().command(create)).method).toBe('POST');
  });
});

describe('a customer key', () => {
  const key = Buffer.alloc(32, 'k').toString('base64');
  const encrypted = new PutObjectCommand({ ...input, SSECustomerAlgorithm: 'AES256', SSECustomerKey: key });
  const copy = new CopyObjectCommand({
    ...input,
    CopySource: 'results/old.json',
    CopySourceSSECustomerAlgorithm: 'AES256',
    CopySourceSSECustomerKey: key,
  });

  test.each([
    ['x-amz-server-side-encryption-customer', encrypted],
    ['x-amz-copy-source-server-side-encryption-customer', copy],
  ])('is sent as %s-key, and is no part of the URL', async (prefix, command) => {
    const { url, headers } = await presigner().command(command as PutObjectCommand);
    expect(headers).toMatchObject({
      [`${prefix}-algorithm`]: 'AES256',
      [`${prefix}-key`]: key,
      [`${prefix}-key-md5`]: expect.any(String),
    });
    expect(parameters(url).toString()).not.toMatch(/customer-(key|algorithm)=/);
    expect(decodeURIComponent(url)).not.toContain(key);
  });

  test.each([
    ['sseCustomerKey', encrypted],
    ['CopySourceSSECustomerKey', copy],
  ])('%s is refused over http, but to this machine', async (option, command) => {
    const over = (endpoint: string) => presigner({ endpoint }).command(command as PutObjectCommand);
    await expect(over('http://s3.example.com')).rejects.toMatchObject({ code: 'InvalidOption', option });
    expect((await over('http://localhost:9000')).method).toBe('PUT');
  });
});

test.each([
  ['by its host', { endpoint: 'https://s3.eu-central-003.backblazeb2.com' }],
  ['as stated', { endpoint: 'https://files.example.com', provider: 'b2' }],
] as const)('If-None-Match of an upload is refused for Backblaze B2, known %s', async (_, options) => {
  const { command } = presigner(options);
  await expect(command(new PutObjectCommand({ ...input, IfNoneMatch: '*' }))).rejects.toMatchObject({
    name: 'ProviderError',
    code: 'ConditionNotSupported',
    provider: 'b2',
  });
  expect((await command(new GetObjectCommand({ ...input, IfNoneMatch: '"abc"' }))).headers).toEqual({
    'if-none-match': '"abc"',
  });
});

describe('is refused', () => {
  test.each(['', 'a/../b', './a', 'a\nb'])('for the key %j', async (Key) => {
    await expect(presigner().command(new GetObjectCommand({ ...input, Key }))).rejects.toMatchObject({
      code: 'InvalidKey',
      option: 'Key',
    });
  });

  test.each([undefined, null, {}, 'ListObjectsV2'])('for %j in place of a command', async (command) => {
    await expect(presigner().command(command as never)).rejects.toMatchObject({
      code: 'InvalidOption',
      option: 'command',
    });
  });

  test('for an option that it does not know', async () => {
    const options = { expires: 60 } as never;
    await expect(presigner().command(new GetObjectCommand(input), options)).rejects.toMatchObject({
      code: 'InvalidOption',
      option: 'expires',
    });
  });

  test('for what the AWS SDK cannot sign here', async () => {
    const Bucket = 'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap';
    await expect(presigner().command(new GetObjectCommand({ ...input, Bucket }))).rejects.toMatchObject({
      name: 'EndpointError',
      code: 'EndpointNotSupported',
      cause: expect.any(Error),
    });
  });
});

describe('of a directory bucket', () => {
  const Bucket = 'results--use1-az4--x-s3';
  // S3 would give this session for five minutes (CreateSession); it needs AWS itself, so it is given here.
  const session = { ...credentials, sessionToken: 'T', expiration: new Date('2026-03-01T12:05:00Z') };
  const client = new S3Client({
    region: 'us-east-1',
    credentials,
    s3ExpressIdentityProvider: { getS3ExpressIdentity: async () => session },
  });

  test('ends with the session that signs it', async () => {
    const { command } = createPresigner({ bucket: Bucket, client, now });
    expect(await command(new GetObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 3600 })).toMatchObject({
      expiresAt: session.expiration,
      limitedBy: 'credentials',
    });
    const short = await command(new GetObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 60 });
    expect(short.expiresAt).toEqual(new Date('2026-03-01T12:01:00Z'));
    expect(Object.keys(short)).not.toContain('limitedBy');
  });

  test('is refused where short lives are', async () => {
    const { command } = createPresigner({ bucket: Bucket, client, now, onShortCredentials: 'error' });
    await expect(
      command(new GetObjectCommand({ Bucket, Key: 'k' }), { expiresIn: 3600 }),
    ).rejects.toMatchObject({ code: 'CredentialsTooShort' });
  });
});
