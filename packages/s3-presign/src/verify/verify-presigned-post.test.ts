import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPresigner, type PostOptions } from '../index.ts';
import { hmacSha256Hex } from '../sigv4/hash.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { type PostedForm, verifyPresignedPost } from './verify-presigned-post.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const signedAt = new Date('2026-03-01T12:00:00Z');
const region = 'eu-central-1';
const now = () => signedAt;

type Target = string | { startsWith: string };

async function post(
  target: Target = 'runs/1.json',
  options: PostOptions = {},
): Promise<Record<string, string>> {
  const presigner = createPresigner({ bucket: 'results', region, credentials, now });
  return { ...(await presigner.post(target, options)).fields };
}
const verify = (
  fields: PostedForm['fields'],
  file: PostedForm['file'] = { size: 10, name: 'result.json' },
  at = now,
) => verifyPresignedPost({ bucket: 'results', fields, file }, { credentials, region, now: at });

/** Signs any policy, to see what S3 makes of those that no presigner would write. */
function signed(policy: unknown, fields: Record<string, string> = {}): Record<string, string> {
  const text = Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy)).toString('base64');
  return {
    key: 'runs/1.json',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `AKIDEXAMPLE/20260301/${region}/s3/aws4_request`,
    'x-amz-date': '20260301T120000Z',
    ...fields,
    policy: text,
    'x-amz-signature': hmacSha256Hex(signingKey(credentials.secretAccessKey, '20260301', region), text),
  };
}
const COVERING = [
  { bucket: 'results' },
  ['starts-with', '$key', 'runs/'],
  { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
  { 'x-amz-credential': `AKIDEXAMPLE/20260301/${region}/s3/aws4_request` },
  { 'x-amz-date': '20260301T120000Z' },
];
const policyOf = (...conditions: unknown[]) => ({
  expiration: '2026-03-01T13:00:00Z',
  conditions: [...COVERING, ...conditions],
});

// "Example: Browser-Based Upload using HTTP POST" of Amazon's documentation, with its CRLF line ends.
const AMAZON_POLICY = `{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}`.replaceAll('\n', '\r\n');

describe('accepts', () => {
  test("the example of Amazon's documentation", () => {
    const answer = verifyPresignedPost(
      {
        bucket: 'sigv4examplebucket',
        fields: {
          key: 'user/user1/${filename}',
          acl: 'public-read',
          success_action_redirect: 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html',
          'Content-Type': 'image/jpeg',
          'x-amz-meta-uuid': '14365123651274',
          'x-amz-server-side-encryption': 'AES256',
          'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request',
          'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
          'X-Amz-Date': '20151229T000000Z',
          'x-amz-meta-tag': '',
          Policy: Buffer.from(AMAZON_POLICY).toString('base64'),
          'X-Amz-Signature': '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
        },
        file: { size: 1, name: 'C:\\photos\\me.jpg' },
      },
      {
        credentials: {
          accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
        region: 'us-east-1',
        now: () => new Date('2015-12-29T00:00:00Z'),
      },
    );
    expect(answer).toMatchObject({ ok: true, key: 'user/user1/me.jpg' });
  });

  test('a form sent as it was presigned, within its size range', async () => {
    const fields = await post('runs/1.json', {
      acl: 'bucket-owner-full-control',
      contentType: 'application/json',
      metadata: { trip: '7' },
      tagging: { team: 'a b' },
      contentLengthRange: [1, 100],
      successActionStatus: 201,
      serverSideEncryption: 'AES256',
    });
    expect(verify(fields, { size: 1 })).toMatchObject({ ok: true, key: 'runs/1.json' });
    expect(verify(fields, { size: 100 }).ok).toBe(true);
  });

  test('field names in any letter case, x-ignore- fields, and a form without the bucket field', async () => {
    const { bucket: _, ...fields } = await post();
    const upper = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(verify({ ...upper, 'x-ignore-me': 'x' }).ok).toBe(true);
  });

  test('any key under a prefix, and the name of the file in its place', async () => {
    const fields = await post({ startsWith: 'runs/' });
    expect(verify(fields, { size: 1, name: 'a/b\\c.json' })).toMatchObject({ ok: true, key: 'runs/c.json' });
    expect(verify({ ...fields, key: 'runs/x/y.json' })).toMatchObject({ ok: true, key: 'runs/x/y.json' });
    // Recorded from S3: a file without a name leaves the placeholder.
    expect(verify(fields, { size: 1 })).toMatchObject({ ok: true, key: 'runs/${filename}' });
  });

  test('a placeholder in the middle of the key', async () => {
    const fields = await post('runs/${filename}/raw');
    expect(verify(fields, { size: 1, name: 'a$&b' })).toMatchObject({ ok: true, key: 'runs/a$&b/raw' });
  });

  test('every one of several content types that begins so', async () => {
    const fields = await post('runs/1.json', { contentType: { startsWith: 'image/' } });
    expect(verify({ ...fields, 'Content-Type': 'image/png, image/gif' }).ok).toBe(true);
    expect(verify({ ...fields, 'Content-Type': 'image/png,text/html' })).toMatchObject({
      code: 'AccessDenied',
    });
  });

  test('size bounds as digits in a string', () => {
    expect(verify(signed(policyOf(['content-length-range', '1', '10']))).ok).toBe(true);
  });
});

describe('refuses', () => {
  test.each<[string, Record<string, string | undefined>, string, number, object]>([
    [
      'another key',
      { key: 'runs/2.json' },
      'AccessDenied',
      403,
      { kind: 'condition', name: '["eq","$key","runs/1.json"]' },
    ],
    [
      'another ACL',
      { acl: 'public-read' },
      'AccessDenied',
      403,
      { kind: 'condition', name: '["eq","$acl","private"]' },
    ],
    [
      'a field left out',
      { acl: undefined },
      'AccessDenied',
      403,
      { kind: 'condition', name: '["eq","$acl","private"]' },
    ],
    ['an extra field', { 'x-amz-meta-x': '1' }, 'AccessDenied', 403, { kind: 'field', name: 'x-amz-meta-x' }],
    [
      'another signature',
      { 'X-Amz-Signature': 'a'.repeat(64) },
      'SignatureDoesNotMatch',
      403,
      { kind: 'signature' },
    ],
    ['another policy', { Policy: 'e30=' }, 'SignatureDoesNotMatch', 403, { kind: 'signature' }],
    ['no base64', { Policy: '***' }, 'SignatureDoesNotMatch', 403, { kind: 'signature' }],
    ['no policy', { Policy: undefined }, 'InvalidArgument', 400, { kind: 'field', name: 'Policy' }],
    ['no signature', { 'X-Amz-Signature': undefined }, 'InvalidArgument', 400, { name: 'X-Amz-Signature' }],
    ['no algorithm', { 'X-Amz-Algorithm': undefined }, 'InvalidArgument', 400, { name: 'X-Amz-Algorithm' }],
    ['no key', { key: undefined }, 'InvalidArgument', 400, { kind: 'field', name: 'key' }],
    ['another bucket', { bucket: 'other' }, 'AccessDenied', 403, { name: 'bucket' }],
    [
      'an unknown access key',
      { 'X-Amz-Credential': `NOBODY/20260301/${region}/s3/aws4_request` },
      'InvalidAccessKeyId',
      403,
      { kind: 'credential' },
    ],
    [
      'another region',
      { 'X-Amz-Credential': 'AKIDEXAMPLE/20260301/us-east-1/s3/aws4_request' },
      'InvalidArgument',
      400,
      { name: 'X-Amz-Credential' },
    ],
    ['no real date', { 'X-Amz-Date': 'today' }, 'InvalidArgument', 400, { name: 'X-Amz-Date' }],
    ['a token nobody gave', { 'X-Amz-Security-Token': 'x' }, 'InvalidToken', 400, { kind: 'parameter' }],
  ])('%s', async (_name, change, code, status, culprit) => {
    const changed: Record<string, string | undefined> = {
      ...(await post('runs/1.json', { acl: 'private' })),
      ...change,
    };
    const fields = Object.entries(changed).filter((pair): pair is [string, string] => pair[1] !== undefined);
    expect(verify(fields)).toMatchObject({ ok: false, code, status, culprit });
  });

  test('a form without any signature as anonymous', () => {
    expect(verify({ key: 'runs/1.json' })).toMatchObject({ code: 'AccessDenied', message: 'Access Denied' });
  });

  test('a file too large or too small, with the sizes', async () => {
    const fields = await post('runs/1.json', { contentLengthRange: [5, 10] });
    expect(verify(fields, { size: 11 })).toMatchObject({
      code: 'EntityTooLarge',
      status: 400,
      details: { ProposedSize: '11', MaxSizeAllowed: '10' },
    });
    expect(verify(fields, { size: 4 })).toMatchObject({
      code: 'EntityTooSmall',
      status: 400,
      details: { ProposedSize: '4', MinSizeAllowed: '5' },
    });
  });

  test('a file whose size is known only later, when it is', async () => {
    const accepted = verify(await post('runs/1.json', { contentLengthRange: [5, 10] }), {});
    if (!accepted.ok) throw new Error(accepted.message);
    expect([4, 5, 10, 11].map((size) => accepted.refuseSize(size)?.code)).toEqual([
      'EntityTooSmall',
      undefined,
      undefined,
      'EntityTooLarge',
    ]);
  });

  test('a form without a file', async () => {
    expect(
      verifyPresignedPost({ bucket: 'results', fields: await post() }, { credentials, now }),
    ).toMatchObject({
      code: 'InvalidArgument',
      culprit: { kind: 'file' },
    });
  });

  test('a form past its life', async () => {
    const fields = await post('runs/1.json', { expiresIn: 60 });
    const at = (seconds: number) => () => new Date(signedAt.getTime() + seconds * 1000);
    expect(verify(fields, undefined, at(59)).ok).toBe(true);
    expect(verify(fields, undefined, at(60))).toMatchObject({
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Policy expired.',
    });
  });

  test('a form with more than 20 KB before the file', async () => {
    const fields = { ...(await post()), 'x-ignore-long': 'x'.repeat(20_480) };
    expect(verify(fields)).toMatchObject({ code: 'MaxPostPreDataLengthExceeded', status: 400 });
  });

  test('a field given twice', async () => {
    const fields = Object.entries(await post());
    expect(verify([...fields, ['KEY', 'runs/1.json']])).toMatchObject({ code: 'InvalidArgument' });
  });

  test.each<[string, unknown, string]>([
    ['no JSON', '{"expiration"', 'InvalidPolicyDocument'],
    ['a list', [], 'InvalidPolicyDocument'],
    ['no conditions', { expiration: '2026-03-01T13:00:00Z' }, 'InvalidPolicyDocument'],
    ['no expiration', { conditions: [] }, 'InvalidPolicyDocument'],
    ['names in capitals', { Expiration: '2026-03-01T13:00:00Z', Conditions: [] }, 'InvalidPolicyDocument'],
    [
      'a time with an offset',
      { ...policyOf(), expiration: '2026-03-01T15:00:00+02:00' },
      'InvalidPolicyDocument',
    ],
    ['two properties in one condition', policyOf({ acl: 'private', a: 'b' }), 'InvalidPolicyDocument'],
    ['a number as value', policyOf({ acl: 1 }), 'InvalidPolicyDocument'],
    ['a float as size', policyOf(['content-length-range', 0.5, 10]), 'InvalidPolicyDocument'],
    ['words as size', policyOf(['content-length-range', 'a', 'b']), 'AccessDenied'],
    ['no dollar sign', policyOf(['eq', 'key', 'runs/1.json']), 'AccessDenied'],
    ['an unknown operator', policyOf(['matches', '$key', 'runs/1.json']), 'AccessDenied'],
    ['two parts', policyOf(['eq', '$key']), 'AccessDenied'],
    [
      'conditions nested as deep as 20 KB hold',
      JSON.stringify(policyOf()).replace(']}', `,${'['.repeat(6000)}${']'.repeat(6000)}]}`),
      'AccessDenied',
    ],
    ['starts-with "" on a field that is absent', policyOf(['starts-with', '$acl', '']), 'AccessDenied'],
    ['no bucket', { ...policyOf(), conditions: COVERING.slice(1) }, 'AccessDenied'],
    ['starts-with where only exact is allowed', policyOf(['starts-with', '$bucket', 're']), 'AccessDenied'],
  ])('a policy with %s', (_name, policy, code) => {
    expect(verify(signed(policy))).toMatchObject({ ok: false, code });
  });

  test('two dollar signs in a row, which no value meets', () => {
    const priced = (price: string) =>
      verify(signed(policyOf({ 'x-amz-meta-price': price }), { 'x-amz-meta-price': price }));
    expect(priced('a$b').ok).toBe(true);
    expect(priced('a$$b')).toMatchObject({ code: 'AccessDenied', culprit: { kind: 'condition' } });
  });

  test('any policy text that is signed, without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
        expect(verify(signed(text)).ok).toBe(false);
      }),
    );
  });
});
