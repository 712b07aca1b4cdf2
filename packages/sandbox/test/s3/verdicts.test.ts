import { inspect } from 'node:util';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createPresigner } from '@x/s3-presign';
import { describe, expect, test } from 'vitest';
import { SandboxOptionError, startSandbox } from '../../src/index.ts';
import { Bucket, credentials, element, startTestS3, type TestS3 } from './support.ts';

const put = (url: string, headers: Record<string, string> = {}, body = '{}') =>
  fetch(url, { method: 'PUT', body, headers });

async function post(s3: TestS3, change: (fields: Record<string, string>) => void = () => {}) {
  const { url, fields } = await s3.presigner.post('posted', { acl: 'private', contentLengthRange: [1, 3] });
  const changed = { ...fields };
  change(changed);
  const form = new FormData();
  for (const [name, value] of Object.entries(changed)) form.append(name, value);
  form.append('file', new Blob(['{"a":1}']), 'result.json');
  return fetch(url, { method: 'POST', body: form });
}

test('every request is kept, with what S3 says to it and no secret', async () => {
  const now = () => new Date('2030-01-01T00:00:00Z');
  await using s3 = await startTestS3({ now });
  const { url } = await s3.presigner.put('a b.json');
  await put(url);
  await put(url.replace('a%20b', 'other'));
  await post(s3, (fields) => {
    fields['x-amz-security-token'] = 'a-token-nobody-may-see';
  });
  await fetch(`${s3.url}/${Bucket}/a`);

  const at = now();
  const about = { at, bucket: Bucket };
  expect(s3.requests).toEqual([
    { ...about, method: 'PUT', key: 'a b.json', signedBy: 'url', ok: true, status: 200 },
    expect.objectContaining({ key: 'other.json', ok: false, status: 403 }),
    expect.objectContaining({ method: 'POST', key: '', signedBy: 'form', ok: false }),
    expect.objectContaining({ method: 'GET', signedBy: 'nobody', ok: false, status: 403 }),
  ]);
  expect(s3.requests[1]?.error).toMatchObject({
    code: 'SignatureDoesNotMatch',
    culprit: { kind: 'signature' },
  });
  const printed = inspect(s3.requests, { depth: 9 }) + JSON.stringify(s3.requests);
  expect(printed).not.toMatch(/[0-9a-f]{64}|a-token-nobody/);
});

test('a URL whose question mark was escaped shows nothing of its query', async () => {
  await using s3 = await startTestS3();
  const { url } = await s3.presigner.put('a=b/c&d.json', { metadata: { trip: '7' } });
  const [path = '', query = ''] = url.split('?');
  await put(`${path}%3F${query}`);
  await put(`${path}%3f${query.replaceAll('&', '%26').replace(/X-Amz/g, 'x-amz')}`);
  await put(`${path}%253F${query.replaceAll('=', '%253D')}`);
  await put(`${path}%3F${query.replaceAll('=', '%253D')}`);
  await put(`${s3.url}/${Bucket}%3F${query}`);
  const refused = { ok: false, status: 403, bucket: Bucket, key: 'a=b/c&d.json?[redacted]' };
  expect(s3.requests).toMatchObject([
    refused,
    refused,
    refused,
    refused,
    { ...refused, bucket: `${Bucket}?[redacted]`, key: '' },
  ]);
  expect(inspect(s3.requests, { depth: 9 })).not.toMatch(/[0-9a-f]{64}/);
});

test('a form that was sent as the name of one field shows nothing of its signature', async () => {
  await using s3 = await startTestS3();
  const { fields } = await s3.presigner.post('a.json', { metadata: { trip: '7' } });
  const query = new URLSearchParams({ key: 'a.json', ...fields }).toString();
  const backwards = new URLSearchParams(Object.entries(fields).reverse()).toString();
  const names = [query, backwards, query.toUpperCase(), encodeURIComponent(query), JSON.stringify(fields)];
  for (const name of names) await post(s3, (sent) => Object.assign(sent, { [name]: '' }));
  expect(s3.requests.map(({ status, error }) => [status, error?.culprit])).toEqual(
    names.map(() => [403, { kind: 'field' }]),
  );
  expect(s3.requests[0]?.error?.message).toMatch(/: Extra input fields: key=a\.json&.*\[redacted\]$/);
  const { policy = '' } = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value.toLowerCase()]),
  );
  const printed = inspect(s3.requests, { depth: 9, maxStringLength: null });
  expect(printed).not.toMatch(/[0-9a-f]{64}/i);
  expect(printed.toLowerCase()).not.toContain(policy.slice(0, 40));
});

describe('warn lets in what S3 would refuse, and keeps why it would', () => {
  test('a tampered URL, a wrong checksum, nobody’s request', async () => {
    await using s3 = await startTestS3({ mode: 'warn' });
    const { url } = await s3.presigner.put('a', { metadata: { trip: '7' } });
    expect((await put(url.replace('/a?', '/b?'))).status).toBe(200);
    expect((await put(url, { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })).status).toBe(200);
    expect((await put(`${s3.url}/${Bucket}/c`)).status).toBe(200);
    expect(s3.requests.map(({ ok, status, error }) => [ok, status, error?.code])).toEqual([
      [false, 200, 'SignatureDoesNotMatch'],
      [false, 200, 'BadDigest'],
      [false, 200, 'AccessDenied'],
    ]);
    const { Metadata } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'b' }));
    expect(Metadata).toEqual({ trip: '7' });
  });

  test('first of all, also of what no mode can do, which is refused as ever', async () => {
    await using s3 = await startTestS3({ mode: 'warn' });
    const { url } = await s3.presigner.get('nothing');
    for (const sent of [url, url.replace('/nothing?', '/nothing-else?')]) {
      const answer = await fetch(sent);
      expect([answer.status, element(await answer.text(), 'Code')]).toEqual([404, 'NoSuchKey']);
    }
    expect(s3.requests.map(({ ok, status, error }) => [ok, status, error?.code])).toEqual([
      [false, 404, 'NoSuchKey'],
      [false, 404, 'SignatureDoesNotMatch'],
    ]);
  });

  test('a form that is altered, and too large', async () => {
    await using s3 = await startTestS3({ mode: 'warn' });
    expect((await post(s3)).status).toBe(204);
    expect((await post(s3, (fields) => Object.assign(fields, { acl: 'public-read' }))).status).toBe(204);
    expect(s3.requests.map(({ error }) => error?.code)).toEqual(['EntityTooLarge', 'AccessDenied']);
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'posted' }));
    expect(await Body?.transformToString()).toBe('{"a":1}');
  });
});

describe('the checksum of an empty body in a URL', () => {
  const sdkUrl = (s3: TestS3) => getSignedUrl(s3.client, new PutObjectCommand({ Bucket, Key: 'sdk' }));

  test('is held against the body where that is asked for', async () => {
    await using s3 = await startTestS3({ queryChecksums: 'enforce' });
    const answer = await put(await sdkUrl(s3));
    expect([answer.status, element(await answer.text(), 'Code')]).toEqual([400, 'BadDigest']);
    expect((await put(await sdkUrl(s3), {}, '')).status).toBe(200);
  });

  test('is nothing that R2 knows; nor are forms', async () => {
    await using s3 = await startTestS3({ provider: 'r2' });
    for (const answer of [await put(await sdkUrl(s3)), await post(s3)])
      expect([answer.status, element(await answer.text(), 'Code')]).toEqual([501, 'NotImplemented']);
    expect((await put((await s3.presigner.put('a')).url)).status).toBe(200);
  });
});

test('as R2 it takes us-east-1 for auto, in URLs and headers, and no other region', async () => {
  await using s3 = await startTestS3({ provider: 'r2', region: 'auto' });
  const putFor = async (signedFor: string) => {
    const options = { bucket: Bucket, region: signedFor, credentials, endpoint: s3.url };
    const client = new S3Client({ ...options, maxAttempts: 1 });
    const url = await put((await createPresigner(options).put('a')).url);
    const header = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' })).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
    );
    client.destroy();
    return [url.status, header];
  };
  expect(await putFor('auto')).toEqual([200, 200]);
  expect(await putFor('us-east-1')).toEqual([200, 200]);
  expect(await putFor('eu-central-1')).toEqual([400, 400]);
});

test('as Ceph it takes what Ceph takes, and no more', async () => {
  await using s3 = await startTestS3({ provider: 'ceph' });
  await using aws = await startTestS3();
  const { url, headers } = await s3.presigner.put('a', { checksumSha256: `${'A'.repeat(43)}=` });
  const crc = { 'x-amz-checksum-crc32': 'AAAAAA==' };
  for (const [target, sent] of [
    [url, { ...headers }],
    [(await s3.presigner.put('a')).url, { 'x-amz-acl': 'public-read' }],
    [(await s3.presigner.put('a')).url, crc],
  ] as const)
    expect((await put(target, sent)).status).toBe(200);
  expect((await put((await aws.presigner.put('a')).url, crc)).status).toBe(403);
  const { url: other } = await s3.presigner.put('a');
  expect((await put(other.replace('/a?', '/b?'))).status).toBe(403);
});

test('the sandbox takes its options and shows its requests', async () => {
  await using sandbox = await startSandbox({ s3: { mode: 'warn', provider: 'r2' } });
  expect(sandbox.region).toBe('auto');
  await put(`${sandbox.s3Url}/${sandbox.bucket}/a`);
  expect(sandbox.s3Requests).toMatchObject([{ ok: false, status: 200, error: { code: 'AccessDenied' } }]);
  const wrong = startSandbox({ s3: { mode: 'maybe' as never } });
  await expect(wrong).rejects.toThrow(SandboxOptionError);
});
