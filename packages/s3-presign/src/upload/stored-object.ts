/** Checksums that S3 keeps of an object, in base64, by the options they are asked and expected with. */
export const CHECKSUMS = {
  checksumCrc32: 'x-amz-checksum-crc32',
  checksumCrc32c: 'x-amz-checksum-crc32c',
  checksumCrc64nvme: 'x-amz-checksum-crc64nvme',
  checksumSha1: 'x-amz-checksum-sha1',
  checksumSha256: 'x-amz-checksum-sha256',
} as const;

/** Name of a checksum, such as `checksumSha256`. */
export type ChecksumName = keyof typeof CHECKSUMS;

/** An object as S3 describes it in answer to a HEAD. A part it does not tell is absent. */
export interface StoredObject extends Readonly<Partial<Record<ChecksumName, string>>> {
  /** Bytes. */
  readonly size?: number;
  /** Media type. */
  readonly contentType?: string;
  /** Without quotation marks. */
  readonly etag?: string;
  /** In buckets that keep versions. */
  readonly versionId?: string;
  /** When it was written, to the second. */
  readonly lastModified?: Date;
  /** User metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Reads the headers of S3's answer to a HEAD. */
export function storedObject(headers: Headers): StoredObject {
  const text = (name: string) => headers.get(name) ?? undefined;
  const size = text('content-length');
  const lastModified = text('last-modified');
  const metadata = Array.from(headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), decodeHeader(value)]);
  return withoutUndefined({
    size: size === undefined ? undefined : Number(size),
    contentType: text('content-type'),
    etag: bareEtag(text('etag')),
    versionId: text('x-amz-version-id'),
    lastModified: lastModified === undefined ? undefined : new Date(lastModified),
    metadata: Object.fromEntries(metadata) as Record<string, string>,
    ...Object.fromEntries(Object.entries(CHECKSUMS).map(([name, header]) => [name, text(header)])),
  });
}

/** An ETag without quotation marks and the mark of a weak one. */
export function bareEtag(etag: string | undefined): string | undefined {
  return etag?.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}

/** A copy without the parts that are `undefined`. */
export function withoutUndefined<Parts extends object>(
  parts: Parts,
): { [Name in keyof Parts]: Exclude<Parts[Name], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;
}

const ENCODED_WORD = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

/**
 * Text beyond ASCII: S3 answers it in the encoded words of RFC 2047, Ceph in bare UTF-8, of which a header's reader
 * shows each byte as one character.
 */
export function decodeHeader(value: string): string {
  if (/[\x80-\xff]/.test(value)) return utf8(Uint8Array.from(value, (one) => one.charCodeAt(0))) ?? value;
  // White space between two words is none of the text.
  const joined = value.replace(/(=\?utf-8\?[bq]\?[^?]*\?=)\s+(?==\?utf-8\?)/gi, '$1');
  return joined.replace(ENCODED_WORD, (word, encoding: string, text: string) => {
    try {
      return utf8(encoding.toLowerCase() === 'b' ? fromBase64(text) : fromQ(text)) ?? word;
    } catch {
      return word;
    }
  });
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

function fromQ(text: string): Uint8Array {
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Uint8Array.from(plain, (one) => one.charCodeAt(0));
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
