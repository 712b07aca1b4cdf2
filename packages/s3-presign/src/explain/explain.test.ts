import { inspect as print } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createPresigner,
  InvalidInputError,
  type PostOptions,
  type PresignerOptions,
  type PutOptions,
} from '../index.ts';
import {
  Refusal,
  verifyPresignedPost,
  verifyPresignedUrl,
  verifySignedRequest,
  xmlDocument,
} from '../verify/index.ts';
import type { RefusedForm, RefusedRequest } from './check-sent.ts';
import { type ExplainOptions, explain } from './explain.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const session = { ...credentials, sessionToken: 'session-token-of-the-test' };
const region = 'eu-central-1';
const signedAt = new Date('2026-03-01T12:00:00Z');
const now = () => signedAt;
const presigner = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({ bucket: 'results', region, credentials, now, ...options });
const put = (options: PutOptions = {}) => presigner().put('runs/a b.json', options);

/** What S3 answers to a request that reached it in this form. */
function answerTo(arrived: RefusedRequest, known = credentials, at = now): string {
  const answer = verifyPresignedUrl(arrived, { credentials: known, region, now: at });
  if (answer.ok) throw new Error('expected a refusal');
  return answer.toXml({ RequestId: 'R1' });
}
/** What was sent reaches S3 as it is. */
const explained = (sent: RefusedRequest, options: ExplainOptions = {}) =>
  explain(sent, answerTo(sent), { now, ...options });
const error = (code: string, elements: Record<string, string> = {}) =>
  xmlDocument('Error', { Code: code, Message: 'As S3 says.', ...elements, RequestId: 'R1' });

describe('a signature that does not match', () => {
  test('for a request that changed on its way: the line that differs', async () => {
    const { url } = await put({ contentType: 'application/json' });
    const sent = { method: 'PUT', url, headers: { 'Content-Type': 'application/json' } };
    const arrived = {
      method: 'POST',
      url: url.replace('runs/a%20b.json', 'runs/a%2520b.json').replace('Expires=900', 'Expires=901'),
      headers: { 'content-type': 'application/json; charset=utf-8' },
    };
    const { code, requestId, reasons } = explain(sent, answerTo(arrived));
    expect({ code, requestId }).toEqual({ code: 'SignatureDoesNotMatch', requestId: 'R1' });
    expect(reasons).toMatchObject([
      { kind: 'method', expected: 'PUT', actual: 'POST' },
      { kind: 'path', expected: '/runs/a%20b.json', actual: '/runs/a%2520b.json' },
      { kind: 'parameter', name: 'X-Amz-Expires', expected: '900', actual: '901' },
      {
        kind: 'header',
        name: 'content-type',
        expected: 'application/json',
        actual: 'application/json; charset=utf-8',
      },
    ]);
    // The secret key confirms that what was sent is what was signed.
    const { secretAccessKey } = credentials;
    expect(explain(sent, answerTo(arrived), { secretAccessKey }).reasons).toEqual(reasons);
  });

  test('for a signed header that was not sent', async () => {
    const presigned = await put({ contentType: 'application/json', contentLength: 5 });
    // fetch sends content-length of its own accord, so S3 got it.
    const arrived = { method: 'PUT', url: presigned.url, headers: { 'content-length': '5' } };
    const sent = { method: 'PUT', url: presigned.url };
    const { reasons } = explain(sent, answerTo(arrived));
    expect(reasons).toMatchObject([{ kind: 'header-not-sent', name: 'content-type' }]);
    const told = [{ kind: 'header-not-sent', name: 'content-type', expected: 'application/json' }];
    expect(explain(sent, answerTo(arrived), { presigned }).reasons).toMatchObject(told);
    // The secret key finds the value too, if it is a usual one.
    expect(explain(sent, answerTo(arrived), credentials).reasons).toMatchObject(told);
  });

  test('compares with what was presigned', async () => {
    const presigned = await put({ contentType: 'application/json' });
    const sent = { method: 'POST', url: presigned.url, headers: { 'content-type': 'text/html' } };
    expect(explained(sent, { presigned }).reasons).toMatchObject([
      { kind: 'method', expected: 'PUT', actual: 'POST' },
      { kind: 'header', name: 'content-type', expected: 'application/json', actual: 'text/html' },
    ]);
  });

  test('without the secret key says what may be meant', async () => {
    const { url } = await put();
    const { reasons } = explained({ method: 'GET', url });
    expect(reasons).toMatchObject([
      { kind: 'signature', message: expect.stringContaining('secretAccessKey') },
    ]);
  });

  test.each<[string, (url: string) => RefusedRequest, PutOptions, object[]]>([
    [
      'the method',
      (url) => ({ method: 'GET', url }),
      {},
      [{ kind: 'method', expected: 'PUT', actual: 'GET' }],
    ],
    [
      'the content type',
      (url) => ({ method: 'PUT', url, headers: { 'content-type': 'text/html' } }),
      { contentType: 'application/json' },
      [{ kind: 'header', name: 'content-type', expected: 'application/json', actual: 'text/html' }],
    ],
    [
      'both',
      (url) => ({ method: 'POST', url, headers: { 'content-type': 'text/html' } }),
      { contentType: 'text/csv' },
      [
        { kind: 'method', expected: 'PUT', actual: 'POST' },
        { kind: 'header', name: 'content-type', expected: 'text/csv' },
      ],
    ],
    [
      'the host',
      (url) => ({ method: 'PUT', url: url.replace('.com/', '.com:8443/') }),
      {},
      [{ kind: 'header', name: 'host', actual: 'results.s3.eu-central-1.amazonaws.com:8443' }],
    ],
    [
      'the path',
      (url) => ({ method: 'PUT', url: url.replace('a%20b', 'a%2Bb') }),
      {},
      [{ kind: 'path', expected: '/runs/a%20b.json' }],
    ],
    [
      'the query',
      (url) => ({ method: 'PUT', url: `${url}&x-amz-acl=public-read` }),
      {},
      [{ kind: 'parameter', name: 'x-amz-acl' }],
    ],
  ])('with the secret key tells what else was signed: %s', async (_, send, options, expected) => {
    const { url } = await put(options);
    const { secretAccessKey } = credentials;
    expect(explained(send(url), { secretAccessKey }).reasons).toMatchObject(expected);
  });

  test('tells a wrong key from altered content', async () => {
    const { url } = await put();
    const sent = { method: 'PUT', url };
    const other = { ...credentials, secretAccessKey: 'another-key-of-the-test' };
    const answer = answerTo(sent, other);
    expect(explain(sent, answer, credentials).reasons).toMatchObject([{ kind: 'secret-key' }]);
    expect(explain(sent, answer, other).reasons).toMatchObject([{ kind: 'signature' }]);
  });

  test('says what reached S3 only where S3 tells it', async () => {
    const { url } = await put();
    const sent = { method: 'PUT', url };
    const other = { ...credentials, secretAccessKey: 'another-key-of-the-test' };
    const messages = (answer: string, options: ExplainOptions = {}) =>
      explain(sent, answer, options)
        .reasons.map(({ kind, message }) => `${kind}: ${message}`)
        .join();
    expect(messages(answerTo(sent, other))).toContain('signature: What was sent reached S3 as it was');
    const silent = error('SignatureDoesNotMatch');
    expect(messages(silent)).toMatch(
      /^signature: S3 does not tell what reached it\. Check .*secretAccessKey/,
    );
    expect(messages(answerTo(sent, other), credentials)).toMatch(
      /^secret-key: The request is as it was signed/,
    );
    expect(messages(silent, credentials)).toMatch(/^secret-key: What you say you sent .* does not tell/);
    expect(messages(silent, { ...credentials, presigned: sent })).toMatch(/^secret-key: What you say/);
    // Without a code, nobody knows that it was the signature.
    expect(messages('', { presigned: sent, now })).toBe('other: S3 tells no reason.');
  });

  test('for a body whose hash was signed, and is another', () => {
    const signed = (hash: string) => ({
      host: 'results.s3.eu-central-1.amazonaws.com',
      'x-amz-date': '20260301T120000Z',
      'x-amz-content-sha256': hash,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/${region}/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${'f'.repeat(64)}`,
    });
    const refusal = verifySignedRequest(
      { method: 'PUT', url: '/a', headers: signed('a'.repeat(64)) },
      { credentials, now },
    );
    if (refusal.ok) throw new Error('expected a refusal');
    const sent = { method: 'PUT', url: '/a', headers: signed('UNSIGNED-PAYLOAD') };
    const difference = { expected: 'UNSIGNED-PAYLOAD', actual: 'a'.repeat(64) };
    expect(explain(sent, refusal.toXml()).reasons).toMatchObject([
      { kind: 'header', name: 'x-amz-content-sha256', ...difference },
      { kind: 'payload', ...difference },
    ]);
  });

  test('in an Authorization header', () => {
    const headers = {
      host: 'results.s3.eu-central-1.amazonaws.com',
      'x-amz-date': '20260301T120000Z',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/${region}/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=${'f'.repeat(64)}`,
    };
    const refusal = verifySignedRequest({ method: 'GET', url: '/a', headers }, { credentials, now });
    if (refusal.ok) throw new Error('expected a refusal');
    const { reasons } = explain({ method: 'GET', url: '/a', headers }, refusal.toXml());
    expect(reasons).toMatchObject([{ kind: 'header-not-sent', name: 'range' }]);
    expect(JSON.stringify(reasons)).not.toContain('ffff');
  });
});

describe('a URL alone', () => {
  test('was sent as S3 says it arrived', async () => {
    const { url } = await put({ contentType: 'application/json' });
    const arrived = { method: 'PUT', url, headers: {} };
    const missing = [{ kind: 'header-not-sent', name: 'content-type' }];
    for (const bare of [url, new URL(url)])
      expect(explain(bare, answerTo(arrived), { now }).reasons).toMatchObject(missing);
    const posted = { method: 'POST', url, headers: { 'content-type': 'application/json' } };
    expect(explain(url, answerTo(posted), credentials).reasons).toMatchObject([
      { kind: 'method', expected: 'PUT', actual: 'POST' },
    ]);
    const moved = { ...posted, url: url.replace('Expires=900', 'Expires=901') };
    expect(explain(url, answerTo(moved)).reasons).toMatchObject([
      { kind: 'parameter', name: 'X-Amz-Expires', expected: '900', actual: '901' },
    ]);
  });

  test('claims nothing of how it was sent where S3 does not say', async () => {
    const { url } = await put({ contentType: 'application/json' });
    const silent = error('SignatureDoesNotMatch');
    for (const options of [{}, credentials, { presigned: url }])
      expect(explain(url, silent, options).reasons).toMatchObject([
        { kind: 'signature', message: expect.stringContaining('{ method, url, headers }') },
      ]);
    const late = { now: () => new Date('2026-03-01T12:30:00Z') };
    expect(explain(url, error('AccessDenied'), late).reasons).toMatchObject([{ kind: 'expired' }]);
  });

  test('as presigned is compared where it says something', async () => {
    const { url } = await put({ contentType: 'application/json' });
    const headers = { 'content-type': 'application/json' };
    const sent = { method: 'PUT', url: url.replace('Expires=900', 'Expires=901'), headers };
    for (const presigned of [url, new URL(url), { url }])
      expect(explained(sent, { presigned }).reasons).toMatchObject([
        { kind: 'parameter', name: 'X-Amz-Expires', expected: '900', actual: '901' },
      ]);
  });
});

describe('a request that is refused otherwise', () => {
  test('for headers that were not signed', async () => {
    const { url } = await put();
    const headers = { 'x-amz-acl': 'public-read', 'x-amz-meta-trip': '7' };
    expect(explained({ method: 'PUT', url, headers }).reasons).toMatchObject([
      { kind: 'header-not-signed', name: 'x-amz-acl' },
      { kind: 'header-not-signed', name: 'x-amz-meta-trip' },
    ]);
  });

  test('for the clock', async () => {
    const { url } = await put({ expiresIn: 60 });
    const sent = { method: 'PUT', url };
    const at = (seconds: number) => () => new Date(signedAt.getTime() + seconds * 1000);
    expect(explain(sent, answerTo(sent, credentials, at(61))).reasons).toMatchObject([
      { kind: 'expired', expected: 'before 2026-03-01T12:01:00Z', actual: '2026-03-01T12:01:01Z' },
    ]);
    expect(explain(sent, answerTo(sent, credentials, at(-1000))).reasons).toMatchObject([
      { kind: 'not-yet-valid', expected: '2026-03-01T11:43:20Z', actual: '20260301T120000Z' },
    ]);
    const skewed = error('RequestTimeTooSkewed', {
      RequestTime: '20260301T120000Z',
      ServerTime: '2026-03-01T13:00:00Z',
    });
    expect(explain(sent, skewed).reasons).toMatchObject([
      { kind: 'clock', expected: '2026-03-01T13:00:00Z', actual: '20260301T120000Z' },
    ]);
  });

  test('for its end, by a service that says no more than that access is denied', async () => {
    const { url } = await put({ expiresIn: 60 });
    const late = { now: () => new Date('2026-03-01T12:05:00Z') };
    const denied = '<Error><Code>AccessDenied</Code></Error>';
    expect(explain({ method: 'PUT', url }, denied, late).reasons).toMatchObject([{ kind: 'expired' }]);
    expect(explain({ method: 'PUT', url }, denied, { now }).reasons).toMatchObject([{ kind: 'permission' }]);
  });

  test('for the region', async () => {
    const { url } = await presigner({ region: 'us-east-1' }).put('a');
    const sent = { method: 'PUT', url };
    expect(explained(sent).reasons).toMatchObject([
      { kind: 'region', expected: 'eu-central-1', actual: 'us-east-1' },
    ]);
    const moved = error('PermanentRedirect', { Endpoint: 'results.s3.eu-west-1.amazonaws.com' });
    expect(explain(sent, moved).reasons).toMatchObject([
      {
        kind: 'region',
        expected: 'results.s3.eu-west-1.amazonaws.com',
        actual: 'results.s3.us-east-1.amazonaws.com',
      },
    ]);
  });

  test.each<[string, string, string, Record<string, string>?]>([
    ['InvalidAccessKeyId', 'access-key', 'does not know the access key'],
    ['InvalidToken', 'session-token', 'session token'],
    ['ExpiredToken', 'expired', 'temporary credentials'],
    ['PreconditionFailed', 'precondition', 'exists already', { Condition: 'If-None-Match' }],
    ['PreconditionFailed', 'precondition', 'not as the condition', { Condition: 'If-Match' }],
    ['PreconditionFailed', 'precondition', 'not as the condition'],
    ['BadDigest', 'checksum', 'not the one'],
    ['InvalidStorageClass', 'value', 'STANDARD_IA'],
    ['MalformedXML', 'value', 'XML document'],
    ['MethodNotAllowed', 'unsupported', 'As S3 says.'],
    ['AccessControlListNotSupported', 'permission', 'ACLs'],
    ['NoSuchBucket', 'bucket', 'no such bucket'],
    ['AccessDenied', 'permission', 'IAM policy'],
    ['AuthorizationQueryParametersError', 'parameter', 'As S3 says.'],
    ['SlowDown', 'other', 'As S3 says.'],
  ])('%s', async (code, kind, message, elements) => {
    const { url } = await put();
    const answer = explain({ method: 'PUT', url }, error(code, elements), { now });
    expect(answer).toMatchObject({
      code,
      requestId: 'R1',
      reasons: [{ kind, message: expect.stringContaining(message) }],
    });
  });

  test('for a checksum of an empty body in the URL', () => {
    const url = 'https://results.s3.amazonaws.com/a?x-amz-checksum-crc32=AAAAAA%3D%3D&X-Amz-Signature=ffff';
    expect(explain({ method: 'PUT', url }, error('XAmzContentChecksumMismatch')).reasons).toMatchObject([
      { kind: 'checksum', message: expect.stringContaining('WHEN_REQUIRED') },
    ]);
  });

  test('without a body, as after a HEAD', async () => {
    const presigned = await presigner().head('a', { expiresIn: 60 });
    const sent = { method: 'HEAD', url: presigned.url };
    const late = { now: () => new Date('2026-03-01T12:05:00Z') };
    expect(explain(sent, '', late)).toMatchObject({ code: 'Unknown', reasons: [{ kind: 'expired' }] });
    expect(explain({ ...sent, method: 'GET' }, '', { now, presigned }).reasons).toMatchObject([
      { kind: 'method', expected: 'HEAD', actual: 'GET' },
    ]);
    expect(explain(sent, '', { now }).reasons).toEqual([{ kind: 'other', message: 'S3 tells no reason.' }]);
  });
});

describe('a form', () => {
  const form = async (options: PostOptions = {}, change: Record<string, string | undefined> = {}) => {
    const { url, fields } = await presigner().post('runs/1.json', options);
    const all = Object.entries({ ...fields, ...change });
    return {
      url,
      fields: Object.fromEntries(all.filter(([, value]) => value !== undefined)),
    } as RefusedForm & {
      fields: Record<string, string>;
    };
  };
  const formAnswer = (sent: RefusedForm, size = 10, known = credentials, at = now): string => {
    const answer = verifyPresignedPost(
      { bucket: 'results', fields: sent.fields, file: { size } },
      { credentials: known, region, now: at },
    );
    if (!(answer instanceof Refusal)) throw new Error('expected a refusal');
    return answer.toXml();
  };

  test('tells every condition that fails and every field too many, where S3 names one', async () => {
    const sent = await form(
      { acl: 'private', metadata: { driver: { startsWith: 'a' } } },
      { acl: 'public-read', 'x-amz-meta-more': '1', 'x-amz-storage-class': 'GLACIER' },
    );
    const { code, reasons } = explain(sent, formAnswer(sent));
    expect(code).toBe('AccessDenied');
    expect(reasons).toMatchObject([
      { kind: 'condition', name: 'x-amz-meta-driver', expected: 'a…' },
      { kind: 'condition', name: 'acl', expected: 'private', actual: 'public-read' },
      { kind: 'extra-field', name: 'x-amz-meta-more', actual: '1' },
      { kind: 'extra-field', name: 'x-amz-storage-class', actual: 'GLACIER' },
    ]);
    expect(reasons[0]).not.toHaveProperty('actual');
  });

  test('sent to another bucket', async () => {
    const sent = await form();
    const elsewhere = { ...sent, url: sent.url.replace('results', 'other') };
    const answer = error('AccessDenied', {
      Message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "results"]',
    });
    expect(explain(elsewhere, answer).reasons).toMatchObject([
      { kind: 'condition', name: 'bucket', expected: 'results', actual: 'other' },
    ]);
  });

  test('whose failing condition only S3 knows', async () => {
    const sent = await form({}, { Policy: undefined });
    const answer = (condition: string) =>
      error('AccessDenied', {
        Message: `Invalid according to Policy: Policy Condition failed: ${condition}`,
      });
    expect(explain(sent, answer('["eq", "$Key", "runs/2.json"]')).reasons).toMatchObject([
      { kind: 'condition', name: 'key', expected: 'runs/2.json', actual: 'runs/1.json' },
    ]);
    expect(explain(sent, answer('["what"]')).reasons).toMatchObject([{ kind: 'condition' }]);
  });

  test('with a file of the wrong size', async () => {
    const sent = await form({ contentLengthRange: [1, 100] });
    expect(explain(sent, formAnswer(sent, 200)).reasons).toMatchObject([
      { kind: 'size', expected: 'at most 100 bytes', actual: '200 bytes' },
    ]);
    expect(explain(sent, formAnswer(sent, 0)).reasons).toMatchObject([
      { kind: 'size', expected: 'at least 1 bytes', actual: '0 bytes' },
    ]);
    expect(explain({ ...sent, file: { size: 200 } }, '', { now }).reasons).toMatchObject([
      { kind: 'size', expected: '1 to 100 bytes', actual: '200 bytes' },
    ]);
  });

  test('that has ended', async () => {
    const sent = await form({ expiresIn: 60 });
    const late = () => new Date('2026-03-01T12:05:00Z');
    expect(explain(sent, formAnswer(sent, 10, credentials, late)).reasons).toMatchObject([
      { kind: 'expired', expected: 'before 2026-03-01T12:01:00.000Z' },
    ]);
  });

  test('with a policy that is broken, altered or of another key', async () => {
    const sent = await form();
    const other = { ...credentials, secretAccessKey: 'another-key-of-the-test' };
    const reasonsOf = (refused: RefusedForm, known: typeof credentials, options: ExplainOptions = {}) =>
      explain(refused, formAnswer(refused, 10, known), options).reasons;
    expect(reasonsOf(sent, other)).toMatchObject([{ kind: 'signature' }]);
    expect(reasonsOf(sent, other, credentials)).toMatchObject([{ kind: 'secret-key' }]);
    expect(reasonsOf(sent, other, other)).toMatchObject([{ kind: 'signature' }]);
    const broken = { ...sent, fields: { ...sent.fields, Policy: `${sent.fields.Policy}\n` } };
    expect(explain(sent, formAnswer(broken)).reasons).toMatchObject([{ kind: 'policy' }]);
    const unreadable = { ...sent, fields: { ...sent.fields, Policy: 'e30=' } };
    expect(explain(unreadable, error('InvalidPolicyDocument')).reasons).toMatchObject([
      { kind: 'policy', message: expect.stringContaining('expiration') },
    ]);
  });

  test('that lacks a field, or holds it behind the file', async () => {
    const sent = await form({}, { key: undefined });
    const answer = formAnswer(sent);
    expect(explain(sent, answer).reasons).toMatchObject([
      { kind: 'missing-field', name: 'key', message: expect.stringContaining('lacks') },
    ]);
    expect(explain(await form(), answer).reasons).toMatchObject([
      { kind: 'missing-field', message: expect.stringContaining('last') },
    ]);
    const undefinedKey = { ...sent, fields: { ...sent.fields, key: undefined } as never };
    expect(explain(undefinedKey, answer).reasons).toMatchObject([
      { kind: 'missing-field', message: expect.stringContaining('lacks') },
    ]);
  });

  test.each<[string, Record<string, string>, object]>([
    // As AWS answered.
    [
      'PreconditionFailed',
      { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
      { kind: 'multipart', message: expect.stringContaining('FormData') },
    ],
    ['RequestIsNotMultiPartContent', {}, { kind: 'multipart' }],
    ['MalformedPOSTRequest', {}, { kind: 'multipart', message: expect.stringContaining('cut short') }],
    [
      'InvalidArgument',
      {
        Message: 'POST requires exactly one file upload per request.',
        ArgumentName: 'file',
        ArgumentValue: '0',
      },
      { kind: 'missing-field', name: 'file', message: expect.stringContaining('found no file') },
    ],
    [
      'InvalidArgument',
      { ArgumentName: 'file', ArgumentValue: '2' },
      { kind: 'multipart', name: 'file', message: expect.stringContaining('2 files') },
    ],
    [
      'MaxPostPreDataLengthExceeded',
      { MaxPostPreDataLengthBytes: '20480' },
      { kind: 'size', message: expect.stringContaining('tags'), expected: 'at most 20480 bytes' },
    ],
    ['MaxPostPreDataLengthExceededError', {}, { kind: 'size', expected: 'at most 20480 bytes' }],
  ])('that is written wrong: %s', async (code, elements, reason) => {
    expect(explain(await form(), error(code, elements)).reasons).toMatchObject([reason]);
  });

  test('with a value that S3 does not take', async () => {
    const sent = await form({ tagging: { a: 'b' }, storageClass: 'GLACIER' });
    expect(explain(sent, error('InvalidStorageClass')).reasons).toMatchObject([
      { kind: 'value', name: 'x-amz-storage-class', actual: 'GLACIER' },
    ]);
    expect(explain(sent, error('MalformedXML')).reasons).toMatchObject([
      { kind: 'value', name: 'tagging', message: expect.stringContaining('<TagSet>') },
    ]);
    const { url } = await put({ storageClass: 'GLACIER' });
    expect(explain({ method: 'PUT', url }, error('InvalidStorageClass')).reasons).toMatchObject([
      { kind: 'value', actual: 'GLACIER' },
    ]);
  });

  test('in any shape of names and values', async () => {
    const sent = await form({ acl: 'private' }, { acl: 'public-read' });
    const answer = formAnswer(sent);
    const data = new FormData();
    for (const [name, value] of Object.entries(sent.fields)) data.append(name, value);
    data.append('file', new Blob(['x']), 'x.txt');
    for (const fields of [
      sent.fields,
      Object.entries(sent.fields),
      new Map(Object.entries(sent.fields)),
      data,
    ])
      expect(explain({ url: sent.url, fields: fields as never }, answer).reasons).toMatchObject([
        { kind: 'condition', name: 'acl', expected: 'private', actual: 'public-read' },
      ]);
  });

  test('to a service that takes none', async () => {
    expect(explain(await form(), error('NotImplemented')).reasons).toMatchObject([
      { kind: 'unsupported', message: expect.stringContaining('PUT') },
    ]);
  });
});

describe('holds no secret', () => {
  const hidden = (explanation: unknown, secrets: (string | undefined | null)[]) => {
    const told = `${JSON.stringify(explanation)}${print(explanation, { depth: 9 })}`;
    for (const secret of secrets) {
      expect(secret).toBeTruthy();
      expect(told).not.toContain(secret);
      expect(told).not.toContain(encodeURIComponent(String(secret)));
    }
  };

  test('of a URL', async () => {
    const { url } = await presigner({ credentials: session }).put('a');
    const signature = new URL(url).searchParams.get('X-Amz-Signature');
    const sent = { method: 'PUT', url };
    const arrived = url.replace('session-token-of-the-test', 'altered-token-of-the-test');
    const options = { secretAccessKey: session.secretAccessKey };
    const changed = explain(
      sent,
      answerTo({ method: 'PUT', url: arrived }, {
        ...session,
        sessionToken: 'altered-token-of-the-test',
      } as never),
      options,
    );
    expect(changed.reasons).toMatchObject([
      { kind: 'parameter', name: 'X-Amz-Security-Token', expected: '[redacted]' },
    ]);
    hidden(changed, [signature, session.sessionToken, session.secretAccessKey, 'altered-token-of-the-test']);
    const echoed = error('InvalidRequest', { Message: `No ${url} with ${session.sessionToken}` });
    hidden(explain(sent, echoed, options), [signature, session.sessionToken]);
  });

  test('of a form', async () => {
    const { url, fields } = await presigner({ credentials: session }).post('a');
    const altered = { ...fields, 'X-Amz-Security-Token': 'altered-token-of-the-test' };
    const answer = error('AccessDenied', {
      Message: `Invalid according to Policy: Policy Condition failed: ["eq", "$x-amz-security-token", "${session.sessionToken}"]`,
    });
    const explanation = explain({ url, fields: altered }, answer);
    expect(explanation.reasons).toMatchObject([{ kind: 'condition', name: 'x-amz-security-token' }]);
    hidden(explanation, [
      session.sessionToken,
      'altered-token-of-the-test',
      fields.Policy,
      fields['X-Amz-Signature'],
    ]);
  });
});

describe('refuses what cannot have been sent, and tells nothing of it', () => {
  test.each<[string, (url: string, fields: object) => unknown, string]>([
    ['nothing', () => undefined, 'request'],
    ['null', () => null, 'request'],
    ['a number', () => 5, 'request'],
    ['no URL', () => ({}), 'request.url'],
    ['a URL that is a number', () => ({ url: 5 }), 'request.url'],
    ['a method that is none', (url) => ({ url, method: 5 }), 'request.method'],
    ['no headers', (url) => ({ url, headers: null }), 'request.headers'],
    ['headers as text', (url) => ({ url, headers: `x: ${url}` }), 'request.headers'],
    ['a header that is no text', (url) => ({ url, headers: { [url]: { url } } }), 'request.headers'],
    ['fields as JSON', (url, fields) => ({ url, fields: JSON.stringify(fields) }), 'request.fields'],
    ['no fields', (url) => ({ url, fields: null }), 'request.fields'],
    ['fields that are no pairs', (url) => ({ url, fields: [url] }), 'request.fields'],
    ['a file that is none', (url, fields) => ({ url, fields, file: url }), 'request.file'],
    ['a size that is none', (url, fields) => ({ url, fields, file: { size: url } }), 'request.file.size'],
    ['a name that is none', (url, fields) => ({ url, fields, file: { name: 5 } }), 'request.file.name'],
  ])('%s', async (_, input, option) => {
    const { url } = await put();
    const { fields } = await presigner().post('a');
    const explaining = () => explain(input(url, { ...fields }) as string, '<Error/>');
    expect(explaining).toThrow(InvalidInputError);
    try {
      explaining();
    } catch (error) {
      expect(error).toMatchObject({ code: 'InvalidOption', option });
      expect(`${print(error)}${JSON.stringify(error)}`).not.toMatch(/[0-9a-f]{64}|eyJ/);
    }
  });

  test.each<[string, unknown, string]>([
    ['no options', null, 'options'],
    ['a key that is no text', { secretAccessKey: 5 }, 'secretAccessKey'],
    ['a clock that is none', { now: new Date() }, 'now'],
    ['a clock that tells no date', { now: () => 5 }, 'now'],
    ['a presigned form', { presigned: { url: 'https://b/', fields: {} } }, 'presigned'],
    ['a presigned number', { presigned: 5 }, 'presigned'],
  ])('%s', async (_, options, option) => {
    const { url } = await put();
    expect(() => explain(url, '', options as ExplainOptions)).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', code: 'InvalidOption', option }),
    );
  });
});

test('user and password of a URL are no part of its host', async () => {
  const { url } = await put();
  const sent = { method: 'GET', url: url.replace('https://', 'https://me:pass-word@') };
  const explanation = explain(sent, answerTo({ method: 'GET', url }), credentials);
  expect(explanation.reasons).toMatchObject([{ kind: 'method' }]);
  expect(JSON.stringify(explanation)).not.toContain('pass-word');
});

describe('never throws', () => {
  test('for an answer of any shape', async () => {
    const { url } = await put();
    const sent = { method: 'PUT', url };
    const text = error('SlowDown');
    expect(explain(sent, Buffer.from(text))).toEqual(explain(sent, text));
    expect(explain(sent, new TextEncoder().encode(text)).code).toBe('SlowDown');
    for (const none of [undefined, null, 5, {}, [], Symbol('x'), Object.create(null)])
      expect(explain(sent, none as never, { now })).toMatchObject({
        code: 'Unknown',
        reasons: [{ kind: 'other' }],
      });
    fc.assert(fc.property(fc.anything(), (answer) => explain(sent, answer as never).reasons.length > 0));
    const code = fc.constantFrom('PreconditionFailed', 'InvalidArgument', 'MaxPostPreDataLengthExceeded');
    fc.assert(
      fc.property(code, fc.string(), fc.string(), (Code, Condition, ArgumentValue) => {
        const answer = xmlDocument('Error', { Code, Condition, ArgumentName: 'file', ArgumentValue });
        return explain(sent, answer).reasons.length > 0;
      }),
    );
  });

  test('other than for what was sent, with an error that says so', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (request, fields) => {
        for (const sent of [request, { url: 'https://b/', fields }, { url: 'https://b/', headers: fields }])
          try {
            explain(sent as string, '');
          } catch (error) {
            if (!(error instanceof InvalidInputError)) throw error;
          }
      }),
    );
  });

  test('whatever S3 answers and whatever was sent', async () => {
    const { url } = await put();
    const post = await presigner().post('a');
    const code = fc.constantFrom(
      'SignatureDoesNotMatch',
      'AccessDenied',
      'InvalidArgument',
      'EntityTooLarge',
      '',
    );
    fc.assert(
      fc.property(code, fc.string(), fc.string(), fc.webUrl(), (Code, Message, CanonicalRequest, other) => {
        const answer = xmlDocument('Error', { Code, Message, CanonicalRequest, StringToSign: Message });
        for (const sent of [url, other, `${other}?X-Amz-Signature=ffff`, Message])
          expect(explain({ url: sent }, answer, credentials).reasons).not.toHaveLength(0);
        expect(explain(post, answer, credentials).reasons).not.toHaveLength(0);
      }),
    );
    fc.assert(fc.property(fc.string(), (answer) => explain({ url }, answer).reasons.length > 0));
  });

  test('and expands nothing, however long', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(99)}"><!ENTITY b "&a;&a;&a;">]><Error><Code>&b;</Code><Message>&#60;&#x41;&amp;lt;&#9999999;</Message></Error>`;
    expect(explain({ url: 'https://s3.example.com/b/a' }, bomb)).toMatchObject({
      code: '&b;',
      message: '<A&lt;&#9999999;',
    });
    const long = `${'<a>'.repeat(200_000)}<Code>X</Code>`;
    expect(explain({ url: 'https://s3.example.com/b/a' }, long).code).toBe('Unknown');
  });
});
