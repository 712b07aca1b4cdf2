import { type Sandbox, startSandbox } from '@x/compredict-sandbox';
import { createPresigner, explain, type Presigner } from '@x/s3-presign';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Refusals as they come over the wire, from a server that makes its own of them.

let sandbox: Sandbox;
let presigner: Presigner;
beforeAll(async () => {
  sandbox = await startSandbox();
  presigner = createPresigner({
    bucket: sandbox.bucket,
    region: sandbox.region,
    endpoint: sandbox.s3Url,
    forcePathStyle: true,
    credentials: sandbox.credentials,
  });
});
afterAll(() => sandbox.stop());

async function refused(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, init);
  expect(response.ok).toBe(false);
  return response.text();
}

test('fetch sends a content type of its own where none was signed for it', async () => {
  const presigned = await presigner.put('a', { contentType: 'application/json' });
  const sent = { method: 'PUT', url: presigned.url };
  const answer = await refused(presigned.url, { method: 'PUT', body: '{}' });
  expect(explain(sent, answer, { presigned }).reasons).toMatchObject([
    {
      kind: 'header',
      name: 'content-type',
      expected: 'application/json',
      actual: 'text/plain;charset=UTF-8',
    },
  ]);
});

test('a header that is not signed, a URL used for another method, one without end', async () => {
  const { url } = await presigner.put('a');
  const headers = { 'x-amz-acl': 'public-read' };
  const unsigned = await refused(url, { method: 'PUT', headers, body: '' });
  expect(explain({ method: 'PUT', url, headers }, unsigned).reasons).toMatchObject([
    { kind: 'header-not-signed', name: 'x-amz-acl' },
  ]);
  const { secretAccessKey } = sandbox.credentials;
  const deleted = await refused(url, { method: 'DELETE' });
  expect(explain({ method: 'DELETE', url }, deleted, { secretAccessKey }).reasons).toMatchObject([
    { kind: 'method', expected: 'PUT', actual: 'DELETE' },
  ]);
  const longer = url.replace('X-Amz-Expires=900', 'X-Amz-Expires=86400');
  const altered = await refused(longer, { method: 'PUT', body: '' });
  expect(
    explain({ method: 'PUT', url: longer }, altered, { presigned: { method: 'PUT', url } }).reasons,
  ).toMatchObject([{ kind: 'parameter', name: 'X-Amz-Expires', expected: '900', actual: '86400' }]);
});

test('a form: its condition, its extra field, its size', async () => {
  const { url, fields } = await presigner.post('a', { acl: 'private', contentLengthRange: [1, 4] });
  const post = async (more: Record<string, string>, file: string) => {
    const form = new FormData();
    const all = { ...fields, ...more };
    for (const [name, value] of Object.entries(all)) form.append(name, value);
    form.append('file', new Blob([file]), 'a.txt');
    return explain({ url, fields: all }, await refused(url, { method: 'POST', body: form })).reasons;
  };
  expect(await post({ acl: 'public-read', 'x-amz-meta-b': '1' }, 'abc')).toMatchObject([
    { kind: 'condition', name: 'acl', expected: 'private', actual: 'public-read' },
    { kind: 'extra-field', name: 'x-amz-meta-b' },
  ]);
  expect(await post({}, 'abcde')).toMatchObject([
    { kind: 'size', expected: 'at most 4 bytes', actual: '5 bytes' },
  ]);
});
