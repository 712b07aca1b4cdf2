import { isoSeconds } from '../sigv4/amz-date.ts';
import { canonicalQuery, canonicalRequest } from '../sigv4/canonical-request.ts';
import { ALGORITHM } from '../sigv4/names.ts';
import { checkSignature } from './check-signature.ts';
import { type ChunkVerifier, chunkVerifier } from './chunk-verifier.ts';
import { readRequest, type SignedRequest } from './incoming-request.ts';
import { Refusal } from './refusal.ts';
import { serverTime } from './server-time.ts';
import { signedHeaderValues, unsignedHeaders } from './signed-headers.ts';
import { signingDate } from './signing-date.ts';
import { findCredentials, MAX_SKEW_MS, parseCredential, type VerifyOptions } from './verify-options.ts';

/** A request with an `Authorization` header that S3 would accept. */
export interface AcceptedRequest {
  readonly ok: true;
  readonly accessKeyId: string;
  readonly region: string;
  readonly signedAt: Date;
  /** What the body's SHA-256 in hex must be, `UNSIGNED-PAYLOAD`, or a `STREAMING-…` marker. The caller compares. */
  readonly payloadHash: string;
  /** For the chunks of a body that is signed piece by piece; a new one each time. */
  chunkVerifier(): ChunkVerifier;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=(?<credential>[^,\s]+)\s*,\s*SignedHeaders=(?<names>[^,\s]+)\s*,\s*Signature=(?<signature>[^,\s]+)$/;

/**
 * Tells what S3 would answer to a request that the AWS SDKs and CLI sign, with an `Authorization` header. Never throws,
 * whatever it is given.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function verifySignedRequest(
  request: SignedRequest,
  options: VerifyOptions,
): AcceptedRequest | Refusal {
  const incoming = readRequest(request);
  if ('code' in incoming) return new Refusal(incoming);
  const { method, path, query, headers } = incoming;
  const now = serverTime(options);
  if (now instanceof Refusal) return now;

  const authorization = headers.get('authorization');
  if (authorization === undefined)
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'Access Denied',
      culprit: { kind: 'header', name: 'Authorization' },
    });
  if (authorization.startsWith('AWS '))
    return new Refusal({
      code: 'InvalidRequest',
      status: 400,
      message: `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
      culprit: { kind: 'header', name: 'Authorization' },
    });
  const parts = AUTHORIZATION.exec(authorization.trim())?.groups;
  if (parts === undefined)
    return malformed(
      'The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    );
  const { credential: credentialText = '', names: nameList = '', signature = '' } = parts;
  const credential = parseCredential(credentialText, options);
  if ('wrong' in credential)
    return malformed(
      `The authorization header is malformed; ${credential.wrong}`,
      credential.region === undefined ? {} : { Region: credential.region },
    );

  const date = headers.get('x-amz-date') ?? '';
  const signedAt = signingDate(date);
  if (signedAt === undefined)
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'AWS authentication requires a valid Date or x-amz-date header',
      culprit: { kind: 'header', name: 'x-amz-date' },
    });
  if (!date.startsWith(credential.day))
    return malformed(
      `The authorization header is malformed; Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${date.slice(0, 8)}".`,
    );
  if (Math.abs(signedAt.getTime() - now.getTime()) > MAX_SKEW_MS)
    return new Refusal({
      code: 'RequestTimeTooSkewed',
      status: 403,
      message: 'The difference between the request time and the current time is too large.',
      culprit: { kind: 'clock', name: 'x-amz-date' },
      details: {
        RequestTime: date,
        ServerTime: isoSeconds(now),
        MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      },
    });
  const payloadHash = headers.get('x-amz-content-sha256');
  if (payloadHash === undefined)
    return new Refusal({
      code: 'InvalidRequest',
      status: 400,
      message: 'Missing required header for this request: x-amz-content-sha256',
      culprit: { kind: 'header', name: 'x-amz-content-sha256' },
    });

  const known = findCredentials(credential.accessKeyId, headers.get('x-amz-security-token'), options, now);
  if (known instanceof Refusal) return known;
  const names = nameList.split(';');
  const unsigned = unsignedHeaders(headers, names);
  if (unsigned !== undefined) return unsigned;

  const canonical = canonicalRequest({
    method,
    path,
    query: canonicalQuery(query),
    headers: signedHeaderValues(headers, names),
    payloadHash,
  });
  const wrong = checkSignature(known, credential, { date, canonical, signature });
  if (wrong !== undefined) return wrong;
  return {
    ok: true,
    accessKeyId: credential.accessKeyId,
    region: credential.region,
    signedAt,
    payloadHash,
    chunkVerifier: () => chunkVerifier(known, credential, date, signature),
  };
}

function malformed(message: string, details: Record<string, string> = {}): Refusal {
  return new Refusal({
    code: 'AuthorizationHeaderMalformed',
    status: 400,
    message,
    culprit: { kind: 'header', name: 'Authorization' },
    details,
  });
}
