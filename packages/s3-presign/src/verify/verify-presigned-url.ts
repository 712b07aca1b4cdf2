import { isoSeconds } from '../sigv4/amz-date.ts';
import { canonicalRequest } from '../sigv4/canonical-request.ts';
import { ALGORITHM, MAX_EXPIRES_IN, QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import { checkSignature } from './check-signature.ts';
import { invalidUri, readHead, type SignedRequest } from './incoming-request.ts';
import { readPresignedQuery } from './presigned-query.ts';
import { Refusal } from './refusal.ts';
import { serverTime } from './server-time.ts';
import { signedHeaderValues, unsignedHeaders } from './signed-headers.ts';
import { signingDate } from './signing-date.ts';
import { findCredentials, MAX_SKEW_MS, parseCredential, type VerifyOptions } from './verify-options.ts';

/** A presigned URL that S3 would accept. */
export interface AcceptedUrl {
  readonly ok: true;
  readonly accessKeyId: string;
  readonly region: string;
  readonly signedAt: Date;
  readonly expiresAt: Date;
  /** `x-amz-*` headers that ride in the query, which S3 honours as if they had been sent. Names in lower case. */
  readonly hoisted: Readonly<Record<string, string>>;
  /** What the body's SHA-256 in hex must be; `UNSIGNED-PAYLOAD` when anything goes. The caller compares. */
  readonly payloadHash: string;
}

const REQUIRED = ['algorithm', 'credential', 'signature', 'date', 'signedHeaders', 'expires'] as const;

/**
 * Tells what S3 would answer to a presigned request. Never throws, whatever it is given.
 *
 * Checked are the signature, its dates, its credentials, and that every `x-amz-*` header sent was signed. Not checked
 * is what needs the bucket: permissions, existence, the body.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function verifyPresignedUrl(request: SignedRequest, options: VerifyOptions): AcceptedUrl | Refusal {
  const incoming = readHead(request);
  if ('code' in incoming) return new Refusal(incoming);
  const { method, path, queryText, headers } = incoming;
  const query = readPresignedQuery(queryText);
  if (query === undefined) return new Refusal(invalidUri());
  const now = serverTime(options);
  if (now instanceof Refusal) return now;

  if (headers.has('authorization'))
    return new Refusal({
      code: 'InvalidArgument',
      status: 400,
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      culprit: { kind: 'header', name: 'Authorization' },
    });
  if ('twice' in query) return malformed(`${query.twice} is given more than once.`, query.twice);
  const missing = REQUIRED.find((name) => query[name] === '');
  if (missing !== undefined)
    return malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      QUERY[missing],
    );
  const { date, expires, expiresIn, signature } = query;

  if (query.algorithm !== ALGORITHM)
    return malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`, QUERY.algorithm);
  const credential = parseCredential(query.credential, options);
  if ('wrong' in credential)
    return malformed(
      `Error parsing the X-Amz-Credential parameter; ${credential.wrong}`,
      QUERY.credential,
      credential.region === undefined ? {} : { Region: credential.region },
    );

  const signedAt = signingDate(date);
  if (signedAt === undefined)
    return malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`, QUERY.date);
  if (!date.startsWith(credential.day))
    return malformed(
      `Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${date.slice(0, 8)}".`,
      QUERY.credential,
    );
  if (expiresIn === undefined) return malformed('X-Amz-Expires should be a number', QUERY.expires);
  if (expiresIn < 0) return malformed('X-Amz-Expires must be non-negative', QUERY.expires);
  if (expiresIn > MAX_EXPIRES_IN)
    return malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_IN} seconds`,
      QUERY.expires,
    );

  const expiresAt = new Date(signedAt.getTime() + expiresIn * 1000);
  if (expiresAt.getTime() <= now.getTime())
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'Request has expired',
      culprit: { kind: 'clock', name: QUERY.expires },
      details: {
        'X-Amz-Expires': expires,
        Expires: isoSeconds(expiresAt),
        ServerTime: isoSeconds(now),
      },
    });
  if (signedAt.getTime() - now.getTime() > MAX_SKEW_MS)
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'Request is not yet valid',
      culprit: { kind: 'clock', name: QUERY.date },
      details: { 'X-Amz-Date': date, ServerTime: isoSeconds(now) },
    });

  const known = findCredentials(credential.accessKeyId, query.securityToken, options, now);
  if (known instanceof Refusal) return known;

  const names = query.signedHeaders.split(';');
  const unsigned = unsignedHeaders(headers, names);
  if (unsigned !== undefined) return unsigned;

  const payloadHash =
    (names.includes('x-amz-content-sha256') ? headers.get('x-amz-content-sha256') : undefined) ??
    query.contentSha256 ??
    UNSIGNED_PAYLOAD;
  const canonical = canonicalRequest({
    method,
    path,
    query: query.canonical,
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
    expiresAt,
    hoisted: query.hoisted,
    payloadHash,
  };
}

function malformed(message: string, name: string, details: Record<string, string> = {}): Refusal {
  return new Refusal({
    code: 'AuthorizationQueryParametersError',
    status: 400,
    message,
    culprit: { kind: 'parameter', name },
    details,
  });
}
