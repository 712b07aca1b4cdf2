import { createHash, type Hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ChunkVerifier, Refusal } from '@x/s3-presign/verify';
import { fault, notImplemented, s3Error } from '../s3-fault.ts';
import type { Checksums } from '../storage/stored-object.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { incomplete } from './byte-reader.ts';
import { base64, CHECKSUMS, type Checksum, checksumOfHeader, startChecksum } from './checksum.ts';

/** What a body is held against. */
export interface BodyClaims {
  /** What was signed: a SHA-256 in hex, `UNSIGNED-PAYLOAD`, or a `STREAMING-…` marker. */
  readonly payloadHash: string;
  readonly headers: IncomingHttpHeaders;
  /** Checksums by the names of their headers that came otherwise than as headers: in a query, in a form. */
  readonly claimed?: Readonly<Record<string, string>>;
  readonly chunkVerifier?: (() => ChunkVerifier) | undefined;
  /** Told of what S3 would refuse. Nothing is stored when it throws. */
  readonly object: (refusal: Refusal) => void;
}

/** A body that is held against everything that was claimed of it, while it is read. */
export interface OpenBody {
  /** Ends, instead of failing, only when the body is whole and as it was claimed. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The checksums that came with it, once it is read. */
  readonly checksums: Checksums;
}

/** Opens the body of a request. */
export function openBody(source: AsyncIterable<Buffer>, claims: BodyClaims): OpenBody {
  const checksums: Record<string, string> = {};
  return { bytes: verified(source, claims, checksums), checksums };
}

async function* verified(
  source: AsyncIterable<Buffer>,
  { payloadHash, headers, claimed = {}, chunkVerifier, object }: BodyClaims,
  checksums: Record<string, string>,
): AsyncGenerator<Buffer> {
  const trailers = new Map<string, string>();
  const announced = trailerNames(headers);
  const chunked = payloadHash.startsWith('STREAMING-');
  const bytes = chunked
    ? decodeAwsChunked(source, { verifier: verifierFor(payloadHash, chunkVerifier), trailers, object })
    : source;

  const sha256 = /^[0-9a-f]{64}$/i.test(payloadHash) ? createHash('sha256') : undefined;
  const md5 = headers['content-md5'] === undefined ? undefined : createHash('md5');
  const sums = new Map<string, Checksum>();
  for (const name of CHECKSUMS) {
    const header = `x-amz-checksum-${name}`;
    if ((claimed[header] ?? headers[header]) !== undefined || announced.includes(header))
      sums.set(header, startChecksum(name));
  }

  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    for (const sum of [sha256, md5, ...sums.values()]) sum?.update(chunk);
    yield chunk;
  }

  if (chunked && length !== decodedLength(headers)) throw incomplete();
  checkSha256(sha256, payloadHash, object);
  if (md5 !== undefined && md5.digest('base64') !== headers['content-md5'])
    object(badDigest('The Content-MD5 you specified did not match what we received.'));
  for (const [header, sum] of sums) {
    const given = claimed[header] ?? headers[header] ?? trailers.get(header);
    if (given === undefined) throw malformedTrailer();
    const name = checksumOfHeader(header) ?? '';
    const computed = base64(await sum.digest());
    if (given !== computed)
      object(badDigest(`The ${name.toUpperCase()} you specified did not match the calculated checksum.`));
    checksums[name] = computed;
  }
}

function trailerNames(headers: IncomingHttpHeaders): string[] {
  const text = headers['x-amz-trailer'];
  return typeof text === 'string' ? text.split(',').map((name) => name.trim().toLowerCase()) : [];
}

/** How a chunked body says that it is, and whether its chunks are signed. */
function verifierFor(
  payloadHash: string,
  chunkVerifier: (() => ChunkVerifier) | undefined,
): ChunkVerifier | undefined {
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

function checkSha256(hash: Hash | undefined, given: string, object: BodyClaims['object']): void {
  const computed = hash?.digest('hex');
  if (computed === undefined || computed === given.toLowerCase()) return;
  object(
    s3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed },
    ),
  );
}

function badDigest(message: string): Refusal {
  return s3Error(400, 'BadDigest', message);
}

function malformedTrailer(): Error {
  const message =
    'The request contained trailing data that was not well-formed or did not conform to our published schema.';
  return fault(400, 'MalformedTrailerError', message);
}
