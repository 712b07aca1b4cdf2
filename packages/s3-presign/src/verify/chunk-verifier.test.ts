import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifySignedRequest } from './verify-signed-request.ts';

// The example that AWS publishes: 65 KiB of the letter a, in a chunk of 64 KiB, one of 1 KiB and the empty last one
// (S3's "Signature Calculations: Transferring Payload in Multiple Chunks").
const request = {
  method: 'PUT',
  url: '/examplebucket/chunkObject.txt',
  headers: {
    host: 's3.amazonaws.com',
    'content-encoding': 'aws-chunked',
    'content-length': '66824',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-date': '20130524T000000Z',
    'x-amz-decoded-content-length': '66560',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  },
};
const CHUNKS = [
  [65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'],
  [1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'],
  [0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'],
] as const;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function verifier() {
  const accepted = verifySignedRequest(request, {
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    region: 'us-east-1',
    now: () => new Date('2013-05-24T00:00:00Z'),
  });
  return accepted.ok ? accepted.chunkVerifier() : expect.unreachable(accepted.message);
}

test('takes every chunk of the published example', () => {
  const chunks = verifier();
  for (const [size, signature] of CHUNKS)
    expect(chunks.chunk(sha256('a'.repeat(size)), signature)).toBe(true);
});

test('refuses other bytes, and chunks in another order', () => {
  const [[size, signature], [nextSize, nextSignature]] = CHUNKS;
  expect(verifier().chunk(sha256('b'.repeat(size)), signature)).toBe(false);
  expect(verifier().chunk(sha256('a'.repeat(nextSize)), nextSignature)).toBe(false);
});
