import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';

/** The checksums that S3 knows, by the ends of their headers' names: `x-amz-checksum-crc32` … */
export const CHECKSUMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

export type ChecksumName = (typeof CHECKSUMS)[number];

/** How long they are, before they are written in base64. */
export const CHECKSUM_BYTES: Readonly<Record<ChecksumName, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

/** A checksum of bytes that come piece by piece. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array | Promise<Uint8Array>;
}

const ALGORITHMS: Readonly<Record<ChecksumName, () => Checksum>> = {
  crc32: () => {
    let value = 0;
    return {
      update(bytes) {
        value = crc32(bytes, value);
      },
      digest() {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(value);
        return bytes;
      },
    };
  },
  crc32c: () => new Crc32c(),
  crc64nvme: () => new Crc64Nvme(),
  sha1: () => createHash('sha1'),
  sha256: () => createHash('sha256'),
};

export function startChecksum(name: ChecksumName): Checksum {
  return ALGORITHMS[name]();
}

/** The name in `CRC32`, `crc64nvme` and so on. */
export function checksumName(text: string): ChecksumName | undefined {
  return CHECKSUMS.find((name) => name === text.toLowerCase());
}

/** The checksum of a header such as `x-amz-checksum-crc32`. */
export function checksumOfHeader(header: string): ChecksumName | undefined {
  return header.startsWith('x-amz-checksum-')
    ? checksumName(header.slice('x-amz-checksum-'.length))
    : undefined;
}

/** Whether a text is the base64 of so many bytes, as an encoder writes it. */
export function isBase64Of(text: string, bytes: number): boolean {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes && base64(decoded) === text;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
