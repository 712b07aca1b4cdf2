import { hmacSha256Hex, sha256Hex } from '../sigv4/hash.ts';
import { ALGORITHM } from '../sigv4/names.ts';
import { sameText } from './same-text.ts';
import { signingOf } from './signing-of.ts';
import type { Credential, KnownCredentials } from './verify-options.ts';

/**
 * Verifies the signatures inside an `aws-chunked` body (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD` and `…-TRAILER`). Each
 * covers the one before it, so chunks are asked about once and in their order, the empty last one among them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export interface ChunkVerifier {
  /**
   * @param sha256 - Of the chunk's bytes, in hex.
   * @returns Whether `signature` is the chunk's.
   */
  chunk(sha256: string, signature: string): boolean;
  /**
   * @param sha256 - Of the trailing headers, each as `name:value` and a line feed, in hex.
   * @returns Whether `signature` is the trailer's.
   */
  trailer(sha256: string, signature: string): boolean;
}

const NOTHING = sha256Hex('');

/** Starts with the signature of the request itself, which the first chunk's covers. */
export function chunkVerifier(
  known: KnownCredentials,
  credential: Credential,
  date: string,
  signature: string,
): ChunkVerifier {
  const { scope } = credential;
  const { key } = signingOf(known, credential);
  let previous = signature;
  const isNext = (kind: string, hashes: string, given: string): boolean => {
    previous = hmacSha256Hex(key, `${ALGORITHM}-${kind}\n${date}\n${scope}\n${previous}\n${hashes}`);
    return sameText(previous, given);
  };
  return {
    chunk: (sha256, given) => isNext('PAYLOAD', `${NOTHING}\n${sha256}`, given),
    trailer: (sha256, given) => isNext('TRAILER', sha256, given),
  };
}
