import type { RequestPlan } from '../plan/request-plan.ts';
import { canonicalQuery, canonicalRequest } from '../sigv4/canonical-request.ts';
import { encodePath, encodeUri } from '../sigv4/encode.ts';
import { QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import type { SigningMoment } from './signing-moment.ts';
import type { SigningTarget } from './signing-target.ts';

/** Signs a plan with this package's own Signature Version 4, synchronously. */
export function signUrl(
  plan: RequestPlan,
  target: SigningTarget,
  moment: SigningMoment,
  expiresIn: number,
): string {
  const headers = signedHeaders(plan, target);
  const path = objectPath(target, plan.key);
  const query = signedQuery(plan, moment, expiresIn, headers);
  const canonical = canonicalRequest({
    method: plan.method,
    path,
    query,
    headers,
    payloadHash: UNSIGNED_PAYLOAD,
  });
  return urlText(target, path, query, moment.signRequest(canonical));
}

type Headers = readonly (readonly [name: string, value: string])[];

function signedHeaders(plan: RequestPlan, target: SigningTarget): Headers {
  const all: [string, string][] = [['host', target.host]];
  for (const name in plan.headers) all.push([name, plan.headers[name] ?? '']);
  return all.length === 1 ? all : all.sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The query in canonical order. What signs comes first and in one fixed order, since every name of a plan begins with a
 * lowercase letter, which sorts after `X-Amz-`.
 */
function signedQuery(plan: RequestPlan, moment: SigningMoment, expiresIn: number, headers: Headers): string {
  const { sessionToken } = moment;
  const names = headers.length === 1 ? 'host' : headers.map(([name]) => name).join('%3B');
  const token = sessionToken ? `&${QUERY.securityToken}=${encodeUri(sessionToken)}` : '';
  const own = `${moment.query}${expiresIn}${token}&${QUERY.signedHeaders}=${names}`;
  const rest = Object.entries(plan.query);
  return rest.length === 0 ? own : `${own}&${canonicalQuery(rest)}`;
}

/** Path of an object in its bucket, as it is signed and sent. */
export function objectPath(target: SigningTarget, key: string): string {
  return `${target.basePath}/${encodePath(key)}`;
}

/** The finished URL: the query in canonical order, the signature last. Both lanes end here. */
export function urlText(target: SigningTarget, path: string, query: string, signature: string): string {
  return `${target.protocol}//${target.host}${path}?${query}&${QUERY.signature}=${signature}`;
}
