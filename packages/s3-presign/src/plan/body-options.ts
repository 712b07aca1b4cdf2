import { base64Of } from '../check/base64-of.ts';
import { checkSize } from '../check/check-size.ts';
import { refuse } from '../check/refuse.ts';
import { inHeader, type Rule } from './apply-rules.ts';

/**
 * What a URL fixes of the bytes that are sent, each by a signed header that the sender must send too. S3 checks a
 * checksum only as a header, never in the URL (aws-sdk-js-v3#4448), and takes one of them.
 */
export interface BodyOptions {
  /** *Header.* The exact size in bytes, 0 to 5 GiB; for a range, use a presigned POST. Default: any size. */
  readonly contentLength?: number;
  /** *Header.* CRC-32 of the body in base64, 8 characters. Default: none is asked for. */
  readonly checksumCrc32?: string;
  /** *Header.* CRC-32C of the body in base64, 8 characters. Default: none is asked for. */
  readonly checksumCrc32c?: string;
  /** *Header.* CRC-64/NVME of the body in base64, 12 characters. Default: none is asked for. */
  readonly checksumCrc64nvme?: string;
  /** *Header.* SHA-1 of the body in base64, 28 characters. Default: none is asked for. */
  readonly checksumSha1?: string;
  /** *Header.* SHA-256 of the body in base64, 44 characters. Default: none is asked for. */
  readonly checksumSha256?: string;
}

export const BODY_RULES: Readonly<Record<keyof BodyOptions, Rule>> = {
  contentLength: inHeader('content-length', (value, option) => String(checkSize(value, option))),
  checksumCrc32: inHeader('x-amz-checksum-crc32', base64Of(4)),
  checksumCrc32c: inHeader('x-amz-checksum-crc32c', base64Of(4)),
  checksumCrc64nvme: inHeader('x-amz-checksum-crc64nvme', base64Of(8)),
  checksumSha1: inHeader('x-amz-checksum-sha1', base64Of(20)),
  checksumSha256: inHeader('x-amz-checksum-sha256', base64Of(32)),
};

/** @throws InvalidInputError `InvalidOption` for two checksums, of which S3 takes one */
export function checkOneChecksum(options: BodyOptions): void {
  let given: string | undefined;
  for (const option in options) {
    if (!option.startsWith('checksum') || options[option as keyof BodyOptions] === undefined) continue;
    if (given !== undefined) refuse('InvalidOption', option, `and ${given} are two checksums: S3 takes one`);
    given = option;
  }
}
