import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import type { Refusal } from '@x/s3-presign/verify';
import { s3Error } from './respond.ts';

const DIGESTS: Readonly<Record<string, (body: Buffer) => string>> = {
  'content-md5': (body) => createHash('md5').update(body).digest('base64'),
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest('base64'),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest('base64'),
  'x-amz-checksum-crc32': (body) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(body));
    return bytes.toString('base64');
  },
};

/**
 * Holds a body against every checksum that was sent with it.
 *
 * A checksum that rides in the query is left alone, as S3 does: it recorded 200 for the checksum of an empty body that
 * the AWS SDK bakes into URLs.
 *
 * @param payloadHash - What was signed: a SHA-256 in hex, `UNSIGNED-PAYLOAD`, or a `STREAMING-…` marker.
 */
export function checkBody(
  body: Buffer,
  payloadHash: string,
  headers: IncomingHttpHeaders,
): Refusal | undefined {
  if (/^[0-9a-f]{64}$/i.test(payloadHash)) {
    const computed = createHash('sha256').update(body).digest('hex');
    if (computed !== payloadHash.toLowerCase())
      return s3Error(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        { ClientComputedContentSHA256: payloadHash, S3ComputedContentSHA256: computed },
      );
  }
  // The checksums of an aws-chunked body are of what it holds; the storage unpacks it.
  if (payloadHash.startsWith('STREAMING-')) return undefined;
  for (const [name, digest] of Object.entries(DIGESTS)) {
    const given = headers[name];
    if (given === undefined || given === digest(body)) continue;
    const kind = name.split('-').at(-1)?.toUpperCase();
    return s3Error(
      400,
      'BadDigest',
      kind === 'MD5'
        ? 'The Content-MD5 you specified did not match what we received.'
        : `The ${kind} you specified did not match the calculated checksum.`,
    );
  }
  return undefined;
}
