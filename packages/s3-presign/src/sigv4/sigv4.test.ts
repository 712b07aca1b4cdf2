import { AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuery, canonicalRequest } from './canonical-request.ts';
import { encodePath } from './encode.ts';
import { hmacSha256Hex, sha256Hex } from './hash.ts';
import { signingKey } from './signing-key.ts';
import { credentialScope, stringToSign } from './string-to-sign.ts';

// The credentials, bucket and date of every example in Amazon's own documentation.
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const region = 'us-east-1';
const date = '20130524T000000Z';
const host = 'examplebucket.s3.amazonaws.com';

interface Case {
  method?: string;
  key: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

function stages({ method = 'GET', key, query = {}, headers = {} }: Case) {
  const scope = credentialScope(date, region);
  const signed = { host, ...headers };
  const canonical = canonicalRequest({
    method,
    path: encodePath(`/${key}`),
    query: canonicalQuery(
      Object.entries({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Credential': `${accessKeyId}/${scope}`,
        'X-Amz-Date': date,
        'X-Amz-Expires': '86400',
        'X-Amz-SignedHeaders': Object.keys(signed).sort().join(';'),
        ...query,
      }),
    ),
    headers: Object.entries(signed),
    payloadHash: 'UNSIGNED-PAYLOAD',
  });
  const text = stringToSign(date, scope, canonical);
  return { canonical, text, signature: hmacSha256Hex(signingKey(secretAccessKey, date, region), text) };
}

describe('the presigned GET of "Authenticating Requests: Using Query Parameters"', () => {
  const { canonical, text, signature } = stages({ key: 'test.txt' });

  test('canonical request', () => {
    expect(sha256Hex(canonical)).toBe('3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04');
  });
  test('string to sign', () => {
    expect(text.split('\n')).toEqual([
      'AWS4-HMAC-SHA256',
      date,
      '20130524/us-east-1/s3/aws4_request',
      '3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04',
    ]);
  });
  test('signing key', () => {
    expect(signingKey(secretAccessKey, date, region).export().toString('hex')).toBe(
      'dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378',
    );
  });
  test('signature', () => {
    expect(signature).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
  });
});

// Each computed by two others, Python's hmac and boto3 1.43.107, for the same credentials, date and host.
test.each<[string, Case, string]>([
  [
    'reserved characters',
    { key: "a b+c/d!e*f'g(h)i~.txt" },
    'f5d7a82a1c3402b7d2449bfb17e75bf69b0636e6076f682fca4cd51bf60af853',
  ],
  [
    'Unicode',
    { key: '日本/\u00e9😀%20&=?#.txt' },
    'bf0cdf1d7d93bd97d6654db5e6d5ee35bdbc6e53df0d18d1dc007db9696ede3d',
  ],
  ['outer slashes', { key: '/lead//x/' }, '746ee175f1d7dd9c2e4a0145027b7727f4c8c43eb3ece40b9f3b16363af27b0d'],
  [
    'PUT',
    { method: 'PUT', key: 'test.txt' },
    'f4db56459304dafaa603a99a23c6bea8821890259a65c18ff503a4a72a80efd9',
  ],
  [
    'signed headers',
    { method: 'PUT', key: 'test.txt', headers: { 'content-type': 'image/png', 'if-none-match': '*' } },
    'c31197a75fc23dafeb93a8a758d064d8cf62718bbe9f9d8f22ae825df7e50a8f',
  ],
  [
    'response override',
    { key: 'test.txt', query: { 'response-content-disposition': 'attachment; filename="a b.txt"' } },
    '60b4188a3f4625252da9e5d07b3966cddfaf3a4a64043e6ee5ccc5a1ebac76a6',
  ],
  [
    'part of a multipart upload',
    { method: 'PUT', key: 'test.txt', query: { uploadId: 'abc.DEF_123', partNumber: '1' } },
    'ef2bd87a57163cc1e8c989d941ee53fa96d2457fab1e65fb1f25ddbba7bd840d',
  ],
  [
    'session token',
    { key: 'test.txt', query: { 'X-Amz-Security-Token': 'tok/+=AAAA' } },
    'a7e6793045daa1a01a832ccb83aeff1aa489a4c2456e1f3549016a84e895de91',
  ],
])('signature: %s', (_name, request, expected) => {
  expect(stages(request).signature).toBe(expected);
});

test('sorts by encoded name, then by value', () => {
  expect(
    canonicalQuery([
      ['b', '2'],
      ['a-b', ''],
      ['a', '2'],
      ['a', '10'],
      ['A', '/'],
    ]),
  ).toBe('A=%2F&a=10&a=2&a-b=&b=2');
});

test('signs any key as aws4fetch does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (key) => {
      // aws4fetch parses the URL first, which would resolve dot segments that S3 keeps.
      fc.pre(!key.split('/').some((segment) => segment === '.' || segment === '..'));
      const signer = new AwsV4Signer({
        url: `https://${host}${encodePath(`/${key}`)}?X-Amz-Expires=86400`,
        accessKeyId,
        secretAccessKey,
        region,
        service: 's3',
        datetime: date,
        signQuery: true,
      });
      const signed = await signer.sign();
      expect(stages({ key }).signature).toBe(signed.url.searchParams.get('X-Amz-Signature'));
    }),
    { numRuns: 500 },
  );
});
