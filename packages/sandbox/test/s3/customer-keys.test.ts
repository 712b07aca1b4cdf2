import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bucket, clientWith, element, startTestS3, type TestS3 } from './support.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
  const plain = { Bucket, Key: 'plain', Body: 'x' };
  await s3.client.send(new PutObjectCommand(plain));
  await withHeaders(keyOf(1), (client) => client.send(new PutObjectCommand({ ...plain, Key: 'secret' })));
});
afterAll(() => s3.stop());

type Headers = Readonly<Record<string, string>>;

const bytesOf = (one: number, length = 32) => Buffer.alloc(length, one);
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64');
const named = (parts: Headers, prefix: string) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [`${prefix}server-side-encryption-customer-${name}`, value]),
  );
const parts = (bytes: Buffer) => ({
  algorithm: 'AES256',
  key: bytes.toString('base64'),
  'key-md5': md5(bytes),
});
/** The headers of a key whose bytes are all one number. */
const keyOf = (one: number, prefix = 'x-amz-') => named(parts(bytesOf(one)), prefix);
const sourceKeyOf = (one: number) => keyOf(one, 'x-amz-copy-source-');

async function withHeaders<T>(
  headers: Headers,
  send: (client: TestS3['client']) => Promise<T>,
  server = s3,
): Promise<T> {
  const client = clientWith(server, headers);
  try {
    return await send(client);
  } finally {
    client.destroy();
  }
}

const read = (Key: string, headers: Headers = {}) =>
  withHeaders(headers, async (client) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  });
const copy = (from: string, Key: string, headers: Headers = {}) =>
  withHeaders(headers, (client) =>
    client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}` })),
  );

const NO_KEY = {
  name: 'InvalidRequest',
  message:
    'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
};
const WRONG_KEY = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
const NOT_APPLICABLE = {
  name: 'InvalidRequest',
  message: 'The encryption parameters are not applicable to this object.',
};

test('an object that came with a customer’s key is only given to who has the key', async () => {
  const { url, headers } = await s3.presigner.get('secret', {
    sseCustomerKey: bytesOf(1).toString('base64'),
  });
  expect(await (await fetch(url, { headers: { ...headers } })).text()).toBe('x');
  expect(await read('secret', keyOf(1))).toBe('x');
  await expect(read('secret')).rejects.toMatchObject(NO_KEY);
  await expect(read('secret', keyOf(2))).rejects.toMatchObject(WRONG_KEY);
  await expect(read('plain', keyOf(1))).rejects.toMatchObject(NOT_APPLICABLE);
  const head = new HeadObjectCommand({ Bucket, Key: 'secret' });
  await expect(s3.client.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
});

const { algorithm, key, 'key-md5': keyMd5 } = parts(bytesOf(1));
const provide = (what: string) =>
  `Requests specifying Server Side Encryption with Customer provided keys must provide ${what}.`;
const INVALID_KEY = 'The secret key was invalid for the specified algorithm.';

describe.each<[string, Headers, string, string?]>([
  ['no algorithm', { key, 'key-md5': keyMd5 }, provide('a valid encryption algorithm')],
  ['an MD5 alone', { 'key-md5': keyMd5 }, provide('a valid encryption algorithm')],
  [
    'another algorithm',
    { ...parts(bytesOf(1)), algorithm: 'AES128' },
    'The Encryption request you specified is not valid. Supported value: AES256.',
    'InvalidEncryptionAlgorithmError',
  ],
  ['an algorithm alone', { algorithm }, provide('an appropriate secret key')],
  ['no key', { algorithm, 'key-md5': keyMd5 }, provide('an appropriate secret key')],
  ['no MD5', { algorithm, key }, provide('the client calculated MD5 of the secret key')],
  ['a key of 128 bits', parts(bytesOf(1, 16)), INVALID_KEY],
  ['a key in other text than base64', { algorithm, key: 'k'.repeat(32), 'key-md5': keyMd5 }, INVALID_KEY],
  [
    'the MD5 of another key',
    { ...parts(bytesOf(1)), 'key-md5': md5(bytesOf(2)) },
    'The calculated MD5 hash of the key did not match the hash that was provided.',
  ],
])('%s is refused', (_what, wrong, message, name = 'InvalidArgument') => {
  const headers = named(wrong, 'x-amz-');
  const refused = { name, message, $metadata: { httpStatusCode: 400 } };

  test('with what is stored', async () => {
    const upload = { Bucket, Key: 'upload' };
    for (const send of [
      () => withHeaders(headers, (client) => client.send(new PutObjectCommand({ ...upload, Body: 'x' }))),
      () => withHeaders(headers, (client) => client.send(new CreateMultipartUploadCommand(upload))),
      () => copy('plain', 'copied', headers),
    ])
      await expect(send()).rejects.toMatchObject(refused);
  });

  test('with what is read', async () => {
    await expect(read('secret', headers)).rejects.toMatchObject(refused);
    const fromSource = named(wrong, 'x-amz-copy-source-');
    await expect(copy('secret', 'copied', fromSource)).rejects.toMatchObject(refused);
  });

  test('in a form', async () => {
    await using lenient = await startTestS3({ mode: 'warn' });
    const form = new FormData();
    for (const [field, value] of Object.entries({ key: 'posted', ...headers })) form.append(field, value);
    form.append('file', new Blob(['x']));
    const answer = await fetch(`${lenient.url}/${Bucket}`, { method: 'POST', body: form });
    const xml = await answer.text();
    expect([answer.status, element(xml, 'Code'), element(xml, 'Message')]).toEqual([400, name, message]);
  });
});

test('a key besides another encryption is refused', async () => {
  const refused = {
    name: 'InvalidArgument',
    message:
      'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
    $metadata: { httpStatusCode: 400 },
  };
  const both = { Bucket, Key: 'both', ServerSideEncryption: 'aws:kms' } as const;
  for (const send of [
    (client: TestS3['client']) => client.send(new PutObjectCommand({ ...both, Body: 'x' })),
    (client: TestS3['client']) => client.send(new CreateMultipartUploadCommand(both)),
  ])
    await expect(withHeaders(keyOf(1), send)).rejects.toMatchObject(refused);
  for (const ServerSideEncryption of ['AES256', 'aws:kms', 'aws:kms:dsse'] as const)
    await s3.client.send(new PutObjectCommand({ ...both, Body: 'x', ServerSideEncryption }));
});

test('a copy needs the key of its source, and has the key it is given itself', async () => {
  await expect(copy('secret', 'copy')).rejects.toMatchObject(NO_KEY);
  await expect(copy('secret', 'copy', keyOf(1))).rejects.toMatchObject(NO_KEY);
  await expect(copy('secret', 'copy', sourceKeyOf(2))).rejects.toMatchObject(WRONG_KEY);
  await expect(copy('plain', 'copy', sourceKeyOf(1))).rejects.toMatchObject(NOT_APPLICABLE);

  await copy('secret', 'copy', sourceKeyOf(1));
  expect(await read('copy')).toBe('x');
  await copy('secret', 'copy', { ...sourceKeyOf(1), ...keyOf(2) });
  expect(await read('copy', keyOf(2))).toBe('x');
  await expect(read('copy', keyOf(1))).rejects.toMatchObject(WRONG_KEY);
  const answer = await copy('plain', 'copy', keyOf(3));
  expect(answer).toMatchObject({ SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: md5(bytesOf(3)) });
  expect(await read('copy', keyOf(3))).toBe('x');
  // To encrypt an object is to change it.
  await copy('copy', 'copy', { ...sourceKeyOf(3), ...keyOf(4) });
  expect(await read('copy', keyOf(4))).toBe('x');
});

test('every part of an upload needs the key that it began with', async () => {
  const upload = { Bucket, Key: 'in-parts' };
  const begin = (headers: Headers) =>
    withHeaders(headers, (client) => client.send(new CreateMultipartUploadCommand(upload)));
  const told = { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: md5(bytesOf(1)) };
  const begun = await begin(keyOf(1));
  expect(begun).toMatchObject(told);
  const { UploadId } = begun;
  const part = { ...upload, UploadId, PartNumber: 1 };
  const add = (headers: Headers, about = part) =>
    withHeaders(headers, (client) => client.send(new UploadPartCommand({ ...about, Body: 'x' })));
  const addCopy = (from: string, headers: Headers) =>
    withHeaders(headers, (client) =>
      client.send(new UploadPartCopyCommand({ ...part, PartNumber: 2, CopySource: `${Bucket}/${from}` })),
    );

  const missing = {
    name: 'InvalidRequest',
    message:
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
  };
  const other = {
    name: 'InvalidRequest',
    message: 'The provided encryption parameters did not match the ones used originally.',
  };
  await expect(add({})).rejects.toMatchObject(missing);
  await expect(add(keyOf(2))).rejects.toMatchObject(other);
  await expect(addCopy('plain', {})).rejects.toMatchObject(missing);
  await expect(addCopy('plain', keyOf(2))).rejects.toMatchObject(other);
  await expect(addCopy('secret', keyOf(1))).rejects.toMatchObject(NO_KEY);
  const { UploadId: unencrypted } = await begin({});
  await expect(add(keyOf(1), { ...part, UploadId: unencrypted })).rejects.toMatchObject(NOT_APPLICABLE);

  expect(await addCopy('plain', keyOf(1))).toMatchObject(told);
  await addCopy('secret', { ...keyOf(1), ...sourceKeyOf(1) });
  const added = await add(keyOf(1));
  expect(added).toMatchObject(told);
  const { ETag } = added;
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.client.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }));
  await expect(read('in-parts')).rejects.toMatchObject(NO_KEY);
  expect(await read('in-parts', keyOf(1))).toBe('x');
});

test('no answer and no record of a request shows a key', async () => {
  await using other = await startTestS3({ mode: 'warn' });
  const target = `${other.url}/${Bucket}/shown`;
  const headers = { ...keyOf(7), 'x-amz-server-side-encryption-customer-key-md5': md5(bytesOf(8)) };
  const refused = await fetch(target, { method: 'PUT', body: 'x', headers });
  const stored = await fetch(target, { method: 'PUT', body: 'x', headers: keyOf(7) });
  expect([refused.status, stored.status]).toEqual([400, 200]);
  const put = new PutObjectCommand({ Bucket, Key: 'shown', Body: 'x' });
  await withHeaders(headers, (client) => client.send(put).catch(() => {}), other);
  const shown = [inspect(other.requests, { depth: 9 }), JSON.stringify(other.requests)];
  shown.push(JSON.stringify([...refused.headers, ...stored.headers]), await refused.text());
  expect(shown.join()).not.toContain(bytesOf(7).toString('base64'));
  // It says all the same what was wrong.
  expect(other.requests[2]?.error?.message).toContain('did not match the hash');
});
