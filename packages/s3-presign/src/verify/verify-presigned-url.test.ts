import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPresigner, type PresignerOptions, type PutOptions } from '../index.ts';
import { verifyPresignedUrl } from './verify-presigned-url.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const signedAt = new Date('2026-03-01T12:00:00Z');
const now = () => signedAt;
const later = (seconds: number) => () => new Date(signedAt.getTime() + seconds * 1000);

async function put(options: PutOptions = {}, presigner: Partial<PresignerOptions> = {}) {
  return createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now, ...presigner }).put(
    'runs/a b.json',
    options,
  );
}
const verify = (request: { method?: string; url: string; headers?: Record<string, string> }, at = now) =>
  verifyPresignedUrl({ method: 'PUT', ...request }, { credentials, region: 'eu-central-1', now: at });

const AMAZON_EXAMPLE =
  'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

describe('accepts', () => {
  test("the example of Amazon's documentation", () => {
    const answer = verifyPresignedUrl(
      { method: 'GET', url: AMAZON_EXAMPLE },
      {
        credentials: {
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
        region: 'us-east-1',
        now: () => new Date('2013-05-24T23:59:59Z'),
      },
    );
    expect(answer).toMatchObject({
      ok: true,
      region: 'us-east-1',
      expiresAt: new Date('2013-05-25T00:00:00Z'),
    });
  });

  test('a plain PUT, up to its last second', async () => {
    const { url } = await put({ expiresIn: 60 });
    expect(verify({ url })).toMatchObject({ ok: true, accessKeyId: 'AKIDEXAMPLE' });
    expect(verify({ url }, later(59)).ok).toBe(true);
  });

  test('what an HTTP server sees: path and query alone, host in the headers', async () => {
    const { pathname, search, host } = new URL((await put()).url);
    expect(verify({ url: pathname + search, headers: { Host: host } }).ok).toBe(true);
  });

  test('signed headers that were sent, and says which headers ride in the query', async () => {
    const presigned = await put({
      contentType: 'application/json',
      metadata: { Trip: 'ü 7' },
      acl: 'bucket-owner-full-control',
    });
    expect(presigned.headers).toEqual({ 'content-type': 'application/json' });
    expect(verify(presigned)).toMatchObject({
      ok: true,
      hoisted: { 'x-amz-meta-trip': 'ü 7', 'x-amz-acl': 'bucket-owner-full-control' },
    });
  });

  test('headers that need no signature', async () => {
    const { url } = await put();
    const headers = { 'content-type': 'text/plain', 'user-agent': 'x', 'x-amzn-trace-id': '1' };
    expect(verify({ url, headers }).ok).toBe(true);
  });

  test('a session token that belongs to the key', async () => {
    const session = { ...credentials, sessionToken: 'token/+=' };
    const { url } = await put({}, { credentials: session });
    expect(verifyPresignedUrl({ method: 'PUT', url }, { credentials: [session], now }).ok).toBe(true);
  });

  test('any key that a presigner signs', async () => {
    const presigner = createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now });
    const session = await presigner.session();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (key) => {
        fc.pre(!/\p{Cc}/u.test(key) && !key.split('/').some((part) => part === '.' || part === '..'));
        // The parsed URL is what a sender puts on the wire.
        expect(verify({ url: new URL(session.put(key).url).href }).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('refuses', () => {
  type Change = (url: URL) => void;
  const set =
    (name: string, value: string): Change =>
    (url) =>
      url.searchParams.set(name, value);

  test.each<[string, Change, string, number, object]>([
    [
      'another signature',
      set('X-Amz-Signature', 'a'.repeat(64)),
      'SignatureDoesNotMatch',
      403,
      { kind: 'signature' },
    ],
    [
      'another key',
      (url) => {
        url.pathname = '/runs/b.json';
      },
      'SignatureDoesNotMatch',
      403,
      { kind: 'signature' },
    ],
    ['a longer life', set('X-Amz-Expires', '901'), 'SignatureDoesNotMatch', 403, { kind: 'signature' }],
    ['an ACL added', set('x-amz-acl', 'public-read'), 'SignatureDoesNotMatch', 403, { kind: 'signature' }],
    [
      'another host',
      (url) => {
        url.host = 'example.com';
      },
      'SignatureDoesNotMatch',
      403,
      { kind: 'signature' },
    ],
    [
      'an unknown access key',
      set('X-Amz-Credential', 'NOBODY/20260301/eu-central-1/s3/aws4_request'),
      'InvalidAccessKeyId',
      403,
      { kind: 'credential' },
    ],
    [
      'another region',
      set('X-Amz-Credential', 'AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request'),
      'AuthorizationQueryParametersError',
      400,
      { kind: 'parameter', name: 'X-Amz-Credential' },
    ],
    [
      'another day in the scope',
      set('X-Amz-Credential', 'AKIDEXAMPLE/20260302/eu-central-1/s3/aws4_request'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Credential' },
    ],
    [
      'a credential that is none',
      set('X-Amz-Credential', 'AKIDEXAMPLE'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Credential' },
    ],
    [
      'a token added',
      set('X-Amz-Security-Token', 'x'),
      'InvalidToken',
      400,
      { name: 'X-Amz-Security-Token' },
    ],
    [
      'another algorithm',
      set('X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Algorithm' },
    ],
    [
      'no real date',
      set('X-Amz-Date', '20260230T000000Z'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Date' },
    ],
    [
      'a life of 8 days',
      set('X-Amz-Expires', '691200'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Expires' },
    ],
    [
      'a negative life',
      set('X-Amz-Expires', '-1'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Expires' },
    ],
    [
      'a life in words',
      set('X-Amz-Expires', 'soon'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Expires' },
    ],
    [
      'a parameter given twice',
      (url) => url.searchParams.append('X-Amz-Date', '20260301T120000Z'),
      'AuthorizationQueryParametersError',
      400,
      { name: 'X-Amz-Date' },
    ],
  ])('%s', async (_name, change, code, status, culprit) => {
    const url = new URL((await put()).url);
    change(url);
    expect(verify({ url: url.href })).toMatchObject({ ok: false, code, status, culprit });
  });

  test.each(['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'])(
    'a URL without X-Amz-%s',
    async (name) => {
      const url = new URL((await put()).url);
      url.searchParams.delete(`X-Amz-${name}`);
      expect(verify({ url: url.href })).toMatchObject({
        code: 'AuthorizationQueryParametersError',
        status: 400,
        culprit: { kind: 'parameter', name: `X-Amz-${name}` },
      });
    },
  );

  test('another method', async () => {
    const { url } = await put();
    expect(verify({ url, method: 'DELETE' })).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
  });

  test('a URL past its life, saying when it ended', async () => {
    const { url } = await put({ expiresIn: 60 });
    const answer = verify({ url }, later(60));
    expect(answer).toMatchObject({ code: 'AccessDenied', status: 403, message: 'Request has expired' });
    expect(!answer.ok && answer.toXml()).toContain('<Expires>2026-03-01T12:01:00Z</Expires>');
  });

  test('a URL dated more than 15 minutes ahead', async () => {
    const { url } = await put();
    expect(verify({ url }, later(-900)).ok).toBe(true);
    expect(verify({ url }, later(-901))).toMatchObject({
      code: 'AccessDenied',
      message: 'Request is not yet valid',
    });
  });

  test('an x-amz header that was not signed', async () => {
    const { url } = await put();
    expect(verify({ url, headers: { 'X-Amz-Acl': 'public-read' } })).toMatchObject({
      code: 'AccessDenied',
      status: 403,
      culprit: { kind: 'header', name: 'x-amz-acl' },
      details: { HeadersNotSigned: 'x-amz-acl' },
    });
  });

  test('a signed header left out or altered', async () => {
    const { url } = await put({ contentType: 'application/json' });
    expect(verify({ url })).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(verify({ url, headers: { 'content-type': 'text/html' } })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  test('two kinds of authentication at once', async () => {
    const { url } = await put();
    expect(verify({ url, headers: { authorization: 'AWS4-HMAC-SHA256 x' } })).toMatchObject({
      code: 'InvalidArgument',
    });
  });

  test('credentials past their end', async () => {
    const { url } = await put();
    const ended = { ...credentials, expiration: signedAt };
    expect(verifyPresignedUrl({ method: 'PUT', url }, { credentials: ended, now })).toMatchObject({
      code: 'ExpiredToken',
    });
  });

  test.each(['%zz', '/%ff', `/${'a'.repeat(20_000)}`, '/\ud800', 'http://', '', '?&=&&'])(
    'what is no signed request, without throwing: %j',
    (url) => {
      expect(verify({ url }).ok).toBe(false);
    },
  );

  test('anything at all, without throwing', () => {
    const options = { credentials, now };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.string()), (url, headers) => {
        expect(verifyPresignedUrl({ url, headers }, options).ok).toBe(false);
      }),
    );
  });
});

test('the error document carries what S3 sends, the printed refusal no secret', async () => {
  const session = { ...credentials, sessionToken: 'the-session-token' };
  const url = new URL((await put({}, { credentials: session })).url);
  url.searchParams.set('X-Amz-Expires', '1000');
  const answer = verifyPresignedUrl({ method: 'PUT', url: url.href }, { credentials: session, now });
  if (answer.ok) throw new Error('expected a refusal');
  const xml = answer.toXml({ RequestId: 'R1', Resource: '/a&b' });
  expect(xml).toContain('<Code>SignatureDoesNotMatch</Code>');
  expect(xml).toContain('<CanonicalRequest>PUT\n/runs/a%20b.json\n');
  expect(xml).toContain('<Resource>/a&amp;b</Resource>');
  for (const printed of [inspect(answer), JSON.stringify(answer)])
    expect(printed).not.toMatch(/the-session-token|X-Amz-Security-Token=|[0-9a-f]{64}/);
});
