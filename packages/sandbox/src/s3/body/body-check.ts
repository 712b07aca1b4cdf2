import { createHash, type Hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '@x/s3-presign/verify';
import { fault, s3Error } from '../s3-fault.ts';
import type { Checksums } from '../storage/stored-object.ts';
import { checkChecksumHeaders, checkMd5Header, SDK_ALGORITHM } from './check-checksum-headers.ts';
import { base64, type Checksum, type ChecksumName, checksumOfHeader, startChecksum } from './checksum.ts';

/** What the bytes of a body are held against. */
export interface Claims {
  /** What was signed: a SHA-256 in hex, `UNSIGNED-PAYLOAD`, or a `STREAMING-…` marker. */
  readonly payloadHash: string;
  readonly headers: IncomingHttpHeaders;
  /** Checksums by the names of their headers that came otherwise than as headers: in a query, in a form. */
  readonly claimed?: Readonly<Record<string, string>>;
  /** Told of what S3 would refuse. Nothing is stored when it throws. */
  readonly object: (refusal: Refusal) => void;
}

/** Holds the bytes of a body against what was claimed of them, whether they come one by one or all at once. */
export interface BodyCheck {
  update(bytes: Buffer): void;
  /**
   * Compares, when all bytes are there.
   *
   * @param trailers - Headers that came behind the body, names in lower case.
   * @returns The checksums that were claimed, by their names; at once when there are none.
   * @throws S3Fault when one was announced and did not come.
   */
  end(trailers?: ReadonlyMap<string, string>): Promise<Checksums> | Checksums;
}

/** Begins before the body is read: what S3 says of headers alone is said at once. */
export function startCheck({ payloadHash, headers, claimed = {}, object }: Claims): BodyCheck {
  const announced = trailerNames(headers);
  // What is no marker is a hash, even one that no body can have.
  const isHash = payloadHash !== 'UNSIGNED-PAYLOAD' && !payloadHash.startsWith('STREAMING-');
  const sha256 = isHash ? createHash('sha256') : undefined;
  const givenMd5 = headers['content-md5']?.toString();
  if (givenMd5 !== undefined) checkMd5Header(givenMd5, object);
  const md5 = givenMd5 === undefined ? undefined : createHash('md5');
  const sums = new Map<ChecksumName, { readonly header: string; readonly sum: Checksum }>();
  const add = (header: string) => {
    const name = checksumOfHeader(header);
    if (name !== undefined) sums.set(name, { header, sum: startChecksum(name) });
  };
  for (const header in headers) add(header);
  for (const header of announced) add(header);
  if (sums.size > 0 || headers[SDK_ALGORITHM] !== undefined) checkChecksumHeaders(headers, sums, object);
  for (const header in claimed) add(header);

  if (sums.size === 0 && sha256 === undefined && md5 === undefined) return NOTHING_CLAIMED;

  const compareSums = async (trailers: ReadonlyMap<string, string> | undefined): Promise<Checksums> => {
    const checksums: Record<string, string> = {};
    for (const [name, { header, sum }] of sums) {
      const given = claimed[header] ?? headers[header] ?? trailers?.get(header);
      if (given === undefined) throw malformedTrailer();
      const computed = base64(await sum.digest());
      if (given !== computed)
        object(badDigest(`The ${name.toUpperCase()} you specified did not match the calculated checksum.`));
      checksums[name] = computed;
    }
    return checksums;
  };

  return {
    update(bytes) {
      sha256?.update(bytes);
      md5?.update(bytes);
      for (const { sum } of sums.values()) sum.update(bytes);
    },
    end(trailers) {
      checkSha256(sha256, payloadHash, object);
      checkMd5(md5, givenMd5, object);
      return sums.size === 0 ? NONE : compareSums(trailers);
    },
  };
}

const NONE: Checksums = {};

const NOTHING_CLAIMED: BodyCheck = { update() {}, end: () => NONE };

/** The headers that are announced to come behind a body, names in lower case. */
export function trailerNames(headers: IncomingHttpHeaders): string[] {
  const text = headers['x-amz-trailer'];
  return typeof text === 'string' ? text.split(',').map((name) => name.trim().toLowerCase()) : [];
}

function checkSha256(hash: Hash | undefined, given: string, object: Claims['object']): void {
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

/** As recorded, the one that was expected is in hexadecimal digits: versitygw#2034. */
function checkMd5(hash: Hash | undefined, given = '', object: Claims['object']): void {
  const computed = hash?.digest('base64');
  if (computed === undefined || computed === given) return;
  object(
    badDigest('The Content-MD5 you specified did not match what we received.', {
      CalculatedDigest: computed,
      ExpectedDigest: Buffer.from(given, 'base64').toString('hex'),
    }),
  );
}

function badDigest(message: string, details?: Readonly<Record<string, string>>): Refusal {
  return s3Error(400, 'BadDigest', message, details);
}

function malformedTrailer(): Error {
  const message =
    'The request contained trailing data that was not well-formed or did not conform to our published schema.';
  return fault(400, 'MalformedTrailerError', message);
}
