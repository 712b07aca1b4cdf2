import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '@x/s3-presign/verify';
import { s3Error } from '../s3-fault.ts';
import { CHECKSUM_BYTES, type ChecksumName, checksumName, isBase64Of } from './checksum.ts';

/**
 * Holds the headers of checksums to what S3 says of them before it has read the body.
 *
 * @param announced - The checksums that come as headers or behind the body, and the headers they come in.
 * @param object - Told of what S3 would refuse.
 */
export function checkChecksumHeaders(
  headers: IncomingHttpHeaders,
  announced: ReadonlyMap<ChecksumName, { readonly header: string }>,
  object: (refusal: Refusal) => void,
): void {
  const refuse = (message: string) => object(s3Error(400, 'InvalidRequest', message));
  // versitygw#1186
  if (announced.size > 1)
    refuse('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const algorithm = headers[SDK_ALGORITHM];
  if (algorithm !== undefined) {
    const named = checksumName(String(algorithm));
    // versitygw#1598, and #1593 of a name alone.
    if (named === undefined || (announced.size > 0 && !announced.has(named))) refuse(invalid(SDK_ALGORITHM));
    else if (announced.size === 0)
      refuse(
        `${SDK_ALGORITHM} specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.`,
      );
  }
  for (const [name, { header }] of announced) {
    const value = headers[header];
    if (value !== undefined && !isBase64Of(String(value), CHECKSUM_BYTES[name])) refuse(invalid(header));
  }
}

/** Says which checksum is sent. */
export const SDK_ALGORITHM = 'x-amz-sdk-checksum-algorithm';

const invalid = (header: string): string => `Value for ${header} header is invalid.`;

const MD5_BYTES = 16;

/** The same for the `Content-MD5` of a request: versitygw#1526. */
export function checkMd5Header(md5: string, object: (refusal: Refusal) => void): void {
  if (!isBase64Of(md5, MD5_BYTES))
    object(
      s3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', { 'Content-MD5': md5 }),
    );
}
