import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createPresigner, type PostOptions, type Presigner, type PutOptions } from '@x/s3-presign';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningS3, startS3 } from './start-s3.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const region = 'eu-central-1';
let clock = new Date();
const now = () => clock;

let s3: RunningS3;
let client: S3Client;
let presigner: Presigner;

beforeAll(async () => {
  s3 = await startS3({ buckets: ['results'], region, credentials, now });
  client = new S3Client({ region, credentials, endpoint: s3.url, maxAttempts: 1 });
  presigner = createPresigner({ bucket: 'results', client, now });
});
afterAll(async () => {
  client.destroy();
  await s3.stop();
});

test('a connection is still good after seconds without a request', { timeout: 30_000 }, async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const isReused = () =>
    new Promise<boolean>((resolve, reject) => {
      const asked = request(s3.url, { agent }, (answer) =>
        answer.resume().on('end', () => resolve(asked.reusedSocket)),
      );
      asked.on('error', reject).end();
    });
  expect(await isReused()).toBe(false);
  // Node.js itself would end it after five.
  await wait(7000);
  expect(await isReused()).toBe(true);
  agent.destroy();
});

test.each([
  ['HTTP/1.1', '', undefined],
  ['HTTP/1.1', 'Connection: close', 'close'],
  ['HTTP/1.0', 'Connection: keep-alive', 'keep-alive'],
])('%s with "%s" is told of its connection what S3 tells: %s', async (version, header, told) => {
  const socket = connect(Number(new URL(s3.url).port), '127.0.0.1');
  socket.write(`GET /results ${version}\r\nHost: 127.0.0.1\r\n${header && `${header}\r\n`}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(/^connection: (.*)\r$/im.exec(answer.toString())?.[1]).toBe(told);
});

test.each([
  ['path style', true],
  ['virtual-host style', false],
])('takes URLs for the name by which another machine calls it, %s', async (_style, forcePathStyle) => {
  const { port } = new URL(s3.url);
  const endpoint = `http://host.docker.internal:${port}`;
  const where = { bucket: 'results', region, credentials, endpoint };
  const outside = createPresigner({ ...where, now, forcePathStyle });
  const { host, pathname, search } = new URL((await outside.put('outside')).url);
  expect(host.startsWith('results.')).toBe(!forcePathStyle);
  const status = await new Promise((resolve, reject) => {
    const about = { method: 'PUT', path: pathname + search, headers: { host, 'content-length': 2 } };
    request(s3.url, about, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end('{}');
  });
  expect(status).toBe(200);
});

const put = (url: string, body: BodyInit = '{}', headers: Record<string, string> = {}) =>
  fetch(url, { method: 'PUT', body, headers });

function formOf(
  fields: Readonly<Record<string, string>>,
  file: Blob | undefined,
  name = 'result.json',
): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  if (file !== undefined) form.append('file', file, name);
  return form;
}
const send = (url: string, form: FormData) => fetch(url, { method: 'POST', body: form, redirect: 'manual' });
async function post(
  target: Parameters<Presigner['post']>[0],
  options: PostOptions = {},
  file = new Blob(['{}']),
) {
  const { url, fields } = await presigner.post(target, options);
  return send(url, formOf(fields, file));
}

async function refusal(response: Response) {
  const xml = await response.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  expect(response.headers.get('content-type')).toBe('application/xml');
  expect(element('RequestId')).toBe(response.headers.get('x-amz-request-id'));
  return { status: response.status, code: element('Code'), message: element('Message') };
}

describe('presigned PUT', () => {
  test('stores the body, its type, and the metadata that rides in the URL', async () => {
    const { url } = await presigner.put("runs/a b+ü'.json", {
      metadata: { trip: '7', name: 'Zürich' },
      acl: 'private',
    });
    const answer = await put(url, '{"a":1}', { 'content-type': 'application/json' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);

    const stored = await client.send(new GetObjectCommand({ Bucket: 'results', Key: "runs/a b+ü'.json" }));
    expect(await stored.Body?.transformToString()).toBe('{"a":1}');
    expect(stored.ContentType).toBe('application/json');
    expect(stored.Metadata).toEqual({
      trip: '7',
      name: `=?UTF-8?B?${Buffer.from('Zürich').toString('base64')}?=`,
    });
  });

  test('takes the URL that the AWS SDK presigns with the checksum of an empty body, as S3 does', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'results', Key: 'sdk' }));
    expect(url).toContain('x-amz-checksum-crc32=AAAAAA');
    expect((await put(url, '{"a":1}')).status).toBe(200);
  });

  test.each<[string, PutOptions, Record<string, string>, number, string]>([
    [
      'a signed content type that differs',
      { contentType: 'application/json' },
      { 'content-type': 'text/html' },
      403,
      'SignatureDoesNotMatch',
    ],
    ['a signed size that differs', { contentLength: 3 }, {}, 403, 'SignatureDoesNotMatch'],
    ['an ACL that was not signed', {}, { 'x-amz-acl': 'public-read' }, 403, 'AccessDenied'],
    ['a checksum that differs', {}, { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 400, 'BadDigest'],
  ])('refuses %s', async (_name, options, headers, status, code) => {
    const { url } = await presigner.put('refused', options);
    expect(await refusal(await put(url, '{}', headers))).toMatchObject({ status, code });
    await expect(
      client.send(new HeadObjectCommand({ Bucket: 'results', Key: 'refused' })),
    ).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('stores nothing, of the type that S3 gives to what has none', async () => {
    for (const answer of [
      await put((await presigner.put('empty')).url, ''),
      await post('empty', {}, new Blob([])),
    ])
      expect(answer.ok).toBe(true);
    const { url } = await presigner.put('empty');
    expect((await fetch(url, { method: 'PUT' })).status).toBe(200);
    const { ContentLength, ContentType } = await client.send(
      new HeadObjectCommand({ Bucket: 'results', Key: 'empty' }),
    );
    expect({ ContentLength, ContentType }).toEqual({ ContentLength: 0, ContentType: 'binary/octet-stream' });
  });

  test('refuses a SHA-256 signed as a header when the body differs, and takes it when not', async () => {
    const sha256OfEmpty = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    const { url, headers } = await presigner.put('sum', { checksumSha256: sha256OfEmpty });
    expect(await refusal(await put(url, '{}', { ...headers }))).toMatchObject({
      status: 400,
      code: 'BadDigest',
    });
    expect((await put(url, '', { ...headers })).status).toBe(200);
  });

  test('refuses to overwrite when the URL says so', async () => {
    const { url, headers } = await presigner.put('once', { ifNoneMatch: '*' });
    expect((await put(url, '1', { ...headers })).status).toBe(200);
    expect(await refusal(await put(url, '2', { ...headers }))).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
    });
  });

  test('refuses a URL past its life', async () => {
    const { url } = await presigner.put('late', { expiresIn: 60 });
    clock = new Date(clock.getTime() + 61_000);
    expect(await refusal(await put(url))).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired',
    });
    clock = new Date();
  });

  test('refuses a tampered URL, another method, no signature, and Signature Version 2', async () => {
    const { url } = await presigner.put('tampered');
    expect(await refusal(await put(url.replace('tampered', 'other')))).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    expect(await refusal(await fetch(url))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await refusal(await put(url.split('?')[0] ?? ''))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    const v2 = `${url.split('?')[0]}?AWSAccessKeyId=A&Signature=B&Expires=9999999999`;
    expect(await refusal(await put(v2))).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  test('refuses an object larger than S3 takes before any of it is sent', async () => {
    const { url } = await presigner.put('large');
    const { request } = await import('node:http');
    const headers = { 'content-length': 5 * 1024 ** 3 + 1, expect: '100-continue' };
    const status = await new Promise((resolve, reject) => {
      const sent = request(url, { method: 'PUT', headers }, (answer) => {
        resolve([answer.statusCode, sent.writableEnded]);
        answer.resume();
        sent.destroy();
      });
      sent.on('continue', () => reject(new Error('it was asked for its body'))).on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toEqual([400, false]);
  });
});

test('pages of other origins may send what their URL allows', async () => {
  const { url } = await presigner.put('page.json');
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(preflight.status).toBe(200);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');

  const stored = await put(url, '{}', { origin: 'https://app.example' });
  expect(stored.headers.get('access-control-expose-headers')).toContain('ETag');
  const refused = await put(`${url}0`, '{}', { origin: 'https://app.example' });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, '*']);
  // Without an origin nothing of it is sent, and OPTIONS asks nothing.
  expect((await put(url)).headers.has('access-control-allow-origin')).toBe(false);
  expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(400);
});

describe('presigned GET, HEAD, DELETE', () => {
  test('work on what was stored', async () => {
    await put((await presigner.put('plain')).url, 'text');
    expect(await (await fetch((await presigner.get('plain')).url)).text()).toBe('text');
    const head = await fetch((await presigner.head('plain')).url, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('4');
    expect((await fetch((await presigner.delete('plain')).url, { method: 'DELETE' })).status).toBe(204);
    const gone = await fetch((await presigner.get('plain')).url);
    expect(gone.status).toBe(404);
    expect(await gone.text()).toContain('<Code>NoSuchKey</Code>');
  });
});

describe('presigned POST', () => {
  test('stores the file with everything the form fixes', async () => {
    const answer = await post('runs/post.json', {
      acl: 'bucket-owner-full-control',
      contentType: 'application/json',
      metadata: { trip: '7', name: 'Zürich' },
      contentLengthRange: [1, 100],
    });
    expect(answer.status).toBe(204);
    const stored = await client.send(new GetObjectCommand({ Bucket: 'results', Key: 'runs/post.json' }));
    expect(await stored.Body?.transformToString()).toBe('{}');
    expect(stored.ContentType).toBe('application/json');
    expect(stored.Metadata).toMatchObject({ trip: '7' });
  });

  test('fills in the name of the file, and answers as the form asks', async () => {
    const created = await post({ startsWith: 'in/' }, { successActionStatus: 201 });
    expect(created.status).toBe(201);
    expect(await created.text()).toContain('<Key>in/result.json</Key>');
    const redirected = await post('r', { successActionRedirect: 'http://127.0.0.1:1/done?a=b' });
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get('location')).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/done\?a=b&bucket=results&key=r&etag=/,
    );
  });

  test.each<[string, (fields: Record<string, string>) => void, number, string]>([
    ['an altered key', (fields) => void Object.assign(fields, { key: 'other' }), 403, 'AccessDenied'],
    ['an altered ACL', (fields) => void Object.assign(fields, { acl: 'public-read' }), 403, 'AccessDenied'],
    ['an extra field', (fields) => void Object.assign(fields, { 'x-amz-meta-x': '1' }), 403, 'AccessDenied'],
    [
      'an altered policy',
      (fields) => void Object.assign(fields, { Policy: 'e30=' }),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'a zeroed signature',
      (fields) => void Object.assign(fields, { 'X-Amz-Signature': '0'.repeat(64) }),
      403,
      'SignatureDoesNotMatch',
    ],
    ['a field left out', (fields) => void Reflect.deleteProperty(fields, 'acl'), 403, 'AccessDenied'],
    [
      'no signature',
      (fields) => void Reflect.deleteProperty(fields, 'X-Amz-Signature'),
      400,
      'InvalidArgument',
    ],
  ])('refuses %s', async (_name, alter, status, code) => {
    const { url, fields } = await presigner.post('refused', { acl: 'private' });
    const altered = { ...fields };
    alter(altered);
    expect(await refusal(await send(url, formOf(altered, new Blob(['{}']))))).toMatchObject({ status, code });
  });

  test('refuses what is too large, too small, without a file, past its life, or no form', async () => {
    const options: PostOptions = { contentLengthRange: [2, 4] };
    expect(await refusal(await post('a', options, new Blob(['12345'])))).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
    });
    expect(await refusal(await post('a', options, new Blob(['1'])))).toMatchObject({
      status: 400,
      code: 'EntityTooSmall',
    });
    expect((await post('a', options, new Blob(['1234']))).status).toBe(204);

    const { url, fields } = await presigner.post('a', { expiresIn: 60 });
    expect(await refusal(await send(url, formOf(fields, undefined)))).toMatchObject({
      code: 'InvalidArgument',
    });
    clock = new Date(clock.getTime() + 61_000);
    expect(await refusal(await send(url, formOf(fields, new Blob(['{}']))))).toMatchObject({
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Policy expired.',
    });
    clock = new Date();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const broken = await fetch(url, { method: 'POST', body: 'not a form', headers });
    expect(await refusal(broken)).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
    const other = await fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }) });
    expect(await refusal(other)).toMatchObject({ status: 412, code: 'PreconditionFailed' });
  });

  test('does not read fields behind the file', async () => {
    const { url, fields } = await presigner.post('a');
    const { key, ...rest } = fields;
    const form = formOf(rest, new Blob(['{}']));
    form.append('key', key ?? '');
    expect(await refusal(await send(url, form))).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });
});

test('a download comes with the headers that its URL asks for', async () => {
  await put((await presigner.put('headers')).url, '{}', { 'content-type': 'application/json' });
  const { url } = await presigner.get('headers', {
    responseContentDisposition: 'attachment; filename="a b.json"',
    responseContentType: 'text/plain',
  });
  const answer = await fetch(url);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a b.json"');
  expect(answer.headers.get('content-type')).toBe('text/plain');
  const missing = await presigner.get('missing', { responseContentType: 'text/plain' });
  expect((await fetch(missing.url)).headers.get('content-type')).toMatch(/xml/);
});

describe('requests that the AWS SDK signs', () => {
  test('upload, list, download, delete', async () => {
    await client.send(
      new PutObjectCommand({ Bucket: 'results', Key: 'sdk/1', Body: 'one', Metadata: { a: 'b' } }),
    );
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: 'results', Prefix: 'sdk/' }));
    expect(Contents).toMatchObject([{ Key: 'sdk/1', Size: 3 }]);
    const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket: 'results', Key: 'sdk/1' }));
    expect(await Body?.transformToString()).toBe('one');
    expect(Metadata).toEqual({ a: 'b' });
    await client.send(new DeleteObjectCommand({ Bucket: 'results', Key: 'sdk/1' }));
  });

  test.each([
    ['a wrong secret', { ...credentials, secretAccessKey: 'wrong' }, region, 'SignatureDoesNotMatch', 403],
    ['an unknown key', { ...credentials, accessKeyId: 'NOBODY' }, region, 'InvalidAccessKeyId', 403],
    ['another region', credentials, 'us-east-1', 'AuthorizationHeaderMalformed', 400],
  ])('are refused with %s', async (_name, identity, signedRegion, name, status) => {
    const stranger = new S3Client({
      region: signedRegion,
      credentials: identity,
      endpoint: s3.url,
      maxAttempts: 1,
    });
    await expect(
      stranger.send(new PutObjectCommand({ Bucket: 'results', Key: 'a', Body: 'x' })),
    ).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    stranger.destroy();
  });

  test('in virtual-host style, by URL and by form', async () => {
    const { port } = new URL(s3.url);
    const hosted = createPresigner({
      bucket: 'results',
      region,
      credentials,
      endpoint: `http://localhost:${port}`,
    });
    const { url } = await hosted.put('hosted');
    expect(new URL(url).host).toBe(`results.localhost:${port}`);
    const form = await hosted.post('hosted-by-form');
    expect(new URL(form.url).host).toBe(`results.localhost:${port}`);
    const posted = new Request(form.url, { method: 'POST', body: formOf(form.fields, new Blob(['{}'])) });

    // Node.js resolves no subdomain of localhost everywhere, so requests are sent to the address it stands for.
    const send = (method: string, to: string, body: Uint8Array, headers: Record<string, string>) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const { pathname, search, host } = new URL(to);
        request(
          { host: '127.0.0.1', port, method, path: pathname + search, headers: { ...headers, host } },
          (response) => resolve(response.resume()),
        )
          .on('error', reject)
          .end(body);
      });
    expect((await send('PUT', url, Buffer.from('{}'), {})).statusCode).toBe(200);
    const type = { 'content-type': posted.headers.get('content-type') ?? '' };
    const stored = await send('POST', form.url, await posted.bytes(), type);
    expect(stored.statusCode).toBe(204);
    expect(stored.headers.location).toBe(`http://results.localhost:${port}/hosted-by-form`);
    for (const Key of ['hosted', 'hosted-by-form'])
      await client.send(new HeadObjectCommand({ Bucket: 'results', Key }));
  });
});
