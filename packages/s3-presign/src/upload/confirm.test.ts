import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { startServer, type TestServer } from '@x/test-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPresigner } from '../index.ts';
import { verifyPresignedUrl } from '../verify/index.ts';
import type { ExpectedObject } from './check-expected.ts';
import { confirm, type HeadByClient, type HeadUrl } from './confirm.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const sha256 = createHash('sha256').update('{"load":[0.91]}').digest('base64');
const object = {
  'content-length': '15',
  'content-type': 'application/json',
  etag: '"abc"',
  'x-amz-version-id': 'v1',
  'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT',
  'x-amz-meta-trip': '7',
  'x-amz-meta-city': `=?UTF-8?B?${Buffer.from('Zürich').toString('base64')}?=`,
  'x-amz-checksum-sha256': sha256,
};
const EXPECTED: ExpectedObject = {
  size: 15,
  contentType: 'application/json',
  etag: '"abc"',
  versionId: 'v1',
  metadata: { Trip: '7', city: 'Zürich' },
  checksumSha256: sha256,
};

let status: number;
let server: TestServer;
let client: S3Client;
beforeEach(async () => {
  status = 200;
  server = await startServer((request, response) => {
    if (request.path.includes('X-Amz-Signature')) {
      const { method, path: url, headers } = request;
      expect(verifyPresignedUrl({ method, url, headers }, { credentials })).toMatchObject({ ok: true });
    }
    response.writeHead(status, status === 200 ? object : { 'x-amz-request-id': 'R1' }).end();
  });
  client = new S3Client({ region: 'eu-central-1', credentials, endpoint: server.url, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const sources: [string, () => Promise<HeadUrl | HeadByClient>][] = [
  ['URL', () => createPresigner({ bucket: 'results', client }).head('a', { checksumMode: 'ENABLED' })],
  ['client', async () => ({ client, bucket: 'results', key: 'a' })],
];

describe.each(sources)('by a %s', (_kind, source) => {
  test('reads back and finds no difference', async () => {
    expect(await confirm(await source(), EXPECTED)).toEqual({
      ok: true,
      differences: [],
      object: {
        size: 15,
        contentType: 'application/json',
        etag: 'abc',
        versionId: 'v1',
        lastModified: new Date('2026-03-01T12:00:00Z'),
        metadata: { trip: '7', city: 'Zürich' },
        checksumSha256: sha256,
      },
    });
    expect(server.requests[0]?.method).toBe('HEAD');
    expect(`${server.requests[0]?.path} ${JSON.stringify(server.requests[0]?.headers)}`).toMatch(
      /x-amz-checksum-mode"?[=:]"?ENABLED/,
    );
  });

  test('looks at nothing that is not asked for', async () => {
    expect(await confirm(await source(), { size: 15 })).toMatchObject({ ok: true, differences: [] });
  });

  test.each<[ExpectedObject, unknown[]]>([
    [{ size: 0 }, [{ field: 'size', expected: 0, actual: 15 }]],
    [{ contentType: 'a/b' }, [{ field: 'contentType', expected: 'a/b', actual: 'application/json' }]],
    [{ etag: 'abd' }, [{ field: 'etag', expected: 'abd', actual: 'abc' }]],
    [{ versionId: 'v2' }, [{ field: 'versionId', expected: 'v2', actual: 'v1' }]],
    [{ checksumCrc32: 'AAAAAA==' }, [{ field: 'checksumCrc32', expected: 'AAAAAA==' }]],
    [
      { metadata: { trip: '8', more: 'x' } },
      [
        { field: 'metadata.trip', expected: '8', actual: '7' },
        { field: 'metadata.more', expected: 'x' },
        { field: 'metadata.city', actual: 'Zürich' },
      ],
    ],
  ])('tells in what the object differs from %j', async (expected, differences) => {
    expect(await confirm(await source(), expected)).toMatchObject({ ok: false, differences });
  });

  test.each([
    [404, 'NotFound'],
    [403, 'Forbidden'],
    [503, 'UnknownError'],
  ])('S3 answers %i', async (answer, code) => {
    status = answer;
    await expect(confirm(await source(), { size: 15 })).rejects.toMatchObject({
      name: 'S3ResponseError',
      status: answer,
      code,
      requestId: 'R1',
    });
  });

  test('nobody answers, or the caller gives up', async () => {
    const asked = await source();
    await expect(confirm(asked, { size: 15 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'Aborted',
    });
    await server.close();
    const error = await confirm(asked, { size: 15 }).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'UploadError', code: 'NetworkFailed' });
    expect(inspect(error, { depth: 9 })).not.toMatch(/[0-9a-f]{64}/);
  });
});

test('refuses a URL for another method, or a printed one', async () => {
  const presigner = createPresigner({ bucket: 'results', client });
  await expect(confirm(await presigner.put('a'), { size: 15 })).rejects.toMatchObject({ option: 'method' });
  const printed = JSON.parse(JSON.stringify(await presigner.head('a')));
  await expect(confirm(printed, { size: 15 })).rejects.toMatchObject({ option: 'url' });
  expect(server.requests).toHaveLength(0);
});

test('takes the URL of a presigned HEAD alone', async () => {
  const { url, headers } = await createPresigner({ bucket: 'results', client }).head('a');
  for (const source of [url, new URL(url), { url: new URL(url), headers }, { url, method: 'head' }])
    expect(await confirm(source, { size: 15 })).toMatchObject({ ok: true });
});

describe('refuses, before a byte is sent and with nothing of it,', () => {
  const expected = { size: 15 };
  test.each<[string, (url: string) => [unknown?, unknown?, unknown?], string]>([
    ['nothing', () => [undefined, expected], 'source'],
    ['null', () => [null, expected], 'source'],
    ['a number', () => [5, expected], 'source'],
    ['no URL', () => [{ key: 'a' }, expected], 'url'],
    ['a URL in something', (url) => [{ url: [url] }, expected], 'url'],
    ['a method that is none', (url) => [{ url, method: { url } }, expected], 'method'],
    ['a method that holds the URL', (url) => [{ url, method: url }, expected], 'method'],
    ['headers that are none', (url) => [{ url, headers: url }, expected], 'headers'],
    ['no client', () => [{ client: null, bucket: 'b', key: 'a' }, expected], 'client'],
    ['a client that is none', () => [{ client: {}, bucket: 'b', key: 'a' }, expected], 'client'],
    ['no bucket', () => [{ client, key: 'a' }, expected], 'bucket'],
    ['no key', () => [{ client, bucket: 'b', key: '' }, expected], 'key'],
    ['no expectation', (url) => [url], 'expected'],
    ['null for one', (url) => [url, null], 'expected'],
    ['the URL for one', (url) => [url, url], 'expected'],
    ['an empty one', (url) => [url, {}], 'expected'],
    ['one of nothing', (url) => [url, { etag: undefined }], 'expected'],
    ['a name that is spelt wrong', (url) => [url, { sizes: 77 }], 'expected.sizes'],
    ['a name of every object', (url) => [url, { toString: 'x' }], 'expected.toString'],
    ['a size that is none', (url) => [url, { size: '15' }], 'expected.size'],
    ['an ETag that is none', (url) => [url, { etag: 5 }], 'expected.etag'],
    ['metadata that is none', (url) => [url, { metadata: null }], 'expected.metadata'],
    ['no options', (url) => [url, expected, null], 'options'],
    ['a signal that is none', (url) => [url, expected, { signal: url }], 'signal'],
    ['a fetch that is none', (url) => [url, expected, { fetch: url }], 'fetch'],
  ])('%s', async (_, input, option) => {
    const { url } = await createPresigner({ bucket: 'results', client }).head('a');
    const error = await confirm(...(input(url) as [string, ExpectedObject])).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'InvalidInputError', code: 'InvalidOption', option });
    expect(`${inspect(error)}${JSON.stringify(error)}`).not.toMatch(/[0-9a-f]{64}/);
    expect(server.requests).toHaveLength(0);
  });
});

test('both lanes presign the same HEAD for a checksum, and refuse any other mode', async () => {
  const now = () => new Date('2026-03-01T12:00:00Z');
  const presigner = createPresigner({ bucket: 'results', client, now });
  const session = await presigner.session();
  const options = { checksumMode: 'ENABLED' } as const;
  const { url } = await presigner.head('a', options);
  expect(new URL(url).searchParams.get('x-amz-checksum-mode')).toBe('ENABLED');
  expect(session.head('a', options).url).toBe(url);
  expect(() => session.head('a', { checksumMode: 'on' as never })).toThrow(
    expect.objectContaining({ code: 'InvalidOption', option: 'checksumMode' }),
  );
});
