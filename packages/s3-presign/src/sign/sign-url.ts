import type { RequestPlan } from '../plan/request-plan.ts';
import { amzDate } from '../sigv4/amz-date.ts';
import { canonicalQuery, canonicalRequest } from '../sigv4/canonical-request.ts';
import { encodePath } from '../sigv4/encode.ts';
import { type HmacKey, hmacSha256Hex } from '../sigv4/hash.ts';
import { ALGORITHM, QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import { credentialScope, stringToSign } from '../sigv4/string-to-sign.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';
import type { Validity } from './validity.ts';

/** Signs a plan with this package's own Signature Version 4, synchronously. */
export function signUrl(
  plan: RequestPlan,
  target: SigningTarget,
  credentials: SigningCredentials,
  key: HmacKey,
  { signedAt, expiresIn }: Validity,
): string {
  const date = amzDate(signedAt);
  const scope = credentialScope(date, target.region, target.service);
  const headers: [string, string][] = [['host', target.host], ...Object.entries(plan.headers)];
  const parameters: Record<string, string> = {
    ...plan.query,
    [QUERY.algorithm]: ALGORITHM,
    // The AWS SDK says in the query too that the payload is not signed; both lanes give the same URL.
    [QUERY.contentSha256]: UNSIGNED_PAYLOAD,
    [QUERY.credential]: `${credentials.accessKeyId}/${scope}`,
    [QUERY.date]: date,
    [QUERY.expires]: String(expiresIn),
    [QUERY.signedHeaders]: headers
      .map(([name]) => name)
      .sort()
      .join(';'),
  };
  if (credentials.sessionToken) parameters[QUERY.securityToken] = credentials.sessionToken;

  const path = objectPath(target, plan.key);
  const query = canonicalQuery(Object.entries(parameters));
  const canonical = canonicalRequest({
    method: plan.method,
    path,
    query,
    headers,
    payloadHash: UNSIGNED_PAYLOAD,
  });
  return urlText(target, path, query, hmacSha256Hex(key, stringToSign(date, scope, canonical)));
}

/** Path of an object in its bucket, as it is signed and sent. */
export function objectPath(target: SigningTarget, key: string): string {
  return `${target.basePath}${encodePath(`/${key}`)}`;
}

/** The finished URL: the query in canonical order, the signature last. Both lanes end here. */
export function urlText(target: SigningTarget, path: string, query: string, signature: string): string {
  return `${target.protocol}//${target.host}${path}?${query}&${QUERY.signature}=${signature}`;
}
