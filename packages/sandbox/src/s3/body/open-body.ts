import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ChunkVerifier } from '@x/s3-presign/verify';
import { andThen } from '../and-then.ts';
import { fault, notImplemented } from '../s3-fault.ts';
import { type Bytes, isInMemory } from '../storage/bytes.ts';
import type { Checksums } from '../storage/stored-object.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { type BodyCheck, type Claims, startCheck } from './body-check.ts';
import { incomplete } from './byte-reader.ts';
import { readWhole, wholeLength } from './whole-body.ts';

/** What a body is held against, and how it is taken apart. */
export interface BodyClaims extends Claims {
  readonly chunkVerifier?: (() => ChunkVerifier) | undefined;
  /** Fewest bytes of a chunk of a chunked body, but for the last. @default 0 */
  readonly minChunk?: number;
}

/** A body that is held against everything that was claimed of it. */
export interface OpenBody {
  /** Those in memory are as it was claimed; others fail, in place of their end, if they are not. */
  readonly bytes: Bytes;
  /** The checksums that came with it, once it is read. */
  readonly checksums: Checksums;
}

/**
 * Opens the body of a request, or bytes that come from one. Whoever opens it reads it.
 *
 * @returns At once what is there or is streamed; what is short, when it is all there.
 * @throws S3Fault for claims that no body could meet.
 */
export function openBody(source: IncomingMessage | Bytes, claims: BodyClaims): OpenBody | Promise<OpenBody> {
  const check = startCheck(claims);
  if (!(source instanceof IncomingMessage))
    return isInMemory(source) ? checked(source, check) : streamed(source, claims, check);
  const length = lengthAtOnce(source, claims.payloadHash);
  if (length === undefined) return streamed(source.iterator({ destroyOnReturn: false }), claims, check);
  return new Promise<readonly Buffer[]>((resolve, reject) => {
    readWhole(source, length, resolve, reject);
  }).then((bytes) => checked(bytes, check));
}

/** How long a body is that is to be read as one, and is not taken apart. */
export function lengthAtOnce(request: IncomingMessage, payloadHash: string): number | undefined {
  return isChunked(payloadHash) ? undefined : wholeLength(request);
}

function checked(bytes: readonly Buffer[], check: BodyCheck): OpenBody | Promise<OpenBody> {
  for (const chunk of bytes) check.update(chunk);
  return andThen(check.end(), (checksums) => ({ bytes, checksums }));
}

function streamed(source: AsyncIterable<Buffer>, claims: BodyClaims, check: BodyCheck): OpenBody {
  const checksums: Record<string, string> = {};
  return { bytes: checkedOnTheWay(source, claims, check, checksums), checksums };
}

async function* checkedOnTheWay(
  source: AsyncIterable<Buffer>,
  claims: BodyClaims,
  check: BodyCheck,
  checksums: Record<string, string>,
): AsyncGenerator<Buffer> {
  const { headers, object, minChunk = 0 } = claims;
  const trailers = new Map<string, string>();
  const chunked = isChunked(claims.payloadHash);
  const bytes = chunked
    ? decodeAwsChunked(source, { verifier: verifierFor(claims), minChunk, trailers, object })
    : source;
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    check.update(chunk);
    yield chunk;
  }
  if (chunked && length !== decodedLength(headers)) throw incomplete();
  Object.assign(checksums, await check.end(trailers));
}

function isChunked(payloadHash: string): boolean {
  return payloadHash.startsWith('STREAMING-');
}

/** How a chunked body says that it is, and whether its chunks are signed. */
function verifierFor({ payloadHash, chunkVerifier }: BodyClaims): ChunkVerifier | undefined {
  if (payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return undefined;
  if (!/^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(payloadHash)) throw notImplemented(payloadHash);
  return chunkVerifier?.();
}

/**
 * How long a chunked body is without its chunks' heads.
 *
 * @throws S3Fault when the request does not say.
 */
export function decodedLength(headers: IncomingHttpHeaders): number {
  const text = headers['x-amz-decoded-content-length'];
  if (typeof text === 'string' && /^\d+$/.test(text)) return Number(text);
  throw missingContentLength();
}

export function missingContentLength(): Error {
  return fault(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
}
