import type { Piece } from './piece.ts';

/** What is said of an object besides its bytes. */
export interface ObjectSettings {
  /** Headers that come back with the object, names in lower case: its type, `x-amz-meta-*` and so on. */
  readonly headers: Readonly<Record<string, string>>;
  /** The canned ACL it was stored with. */
  readonly acl: string;
  readonly tags: readonly (readonly [key: string, value: string])[];
}

/** Checksums that a client has sent and that were right, in base64, by their names: `crc32`, `sha256` … */
export type Checksums = Readonly<Record<string, string>>;

/** An object that can be seen. */
export interface StoredObject extends ObjectSettings {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. S3's own times have whole seconds. */
  readonly modified: number;
  readonly checksums: Checksums;
  /** `COMPOSITE` when its checksums are of the checksums of its parts. */
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE';
  /** Sizes of the parts it was uploaded in, by number of the part. */
  readonly parts?: readonly (readonly [number: number, size: number])[];
  /** The upload that made it: who lost the answer to its end asks again, and is told the same. */
  readonly uploadId?: string;
  readonly pieces: readonly Piece[];
}

/** A part of an upload that is not complete. */
export interface StoredPart {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified: number;
  readonly checksums: Checksums;
  readonly pieces: readonly Piece[];
}

/** An upload in parts, begun and neither completed nor aborted. */
export interface Upload extends ObjectSettings {
  readonly id: string;
  readonly key: string;
  readonly begun: number;
  /** Which checksum the client will send, such as `CRC32`, and of what. */
  readonly checksum?: { readonly algorithm: string; readonly type: 'FULL_OBJECT' | 'COMPOSITE' };
  readonly parts: ReadonlyMap<number, StoredPart>;
}
