import { InvalidInputError } from '../errors.ts';
import type { RequestPlan } from '../plan/request-plan.ts';
import { canonicalQuery, canonicalRest, canonicalStart } from '../sigv4/canonical-request.ts';
import { encodePath, encodeUri } from '../sigv4/encode.ts';
import { MAX_REQUEST_TARGET, QUERY, UNSIGNED_PAYLOAD } from '../sigv4/names.ts';
import type { SigningMoment } from './signing-moment.ts';
import type { SigningTarget } from './signing-target.ts';

/** What of a URL does not depend on the object. */
interface Frame {
  readonly query: string;
  /** Of the canonical request. */
  readonly rest: string;
}

/** Signs plans with this package's own Signature Version 4, synchronously. Answers a URL. */
export function urlSigner(
  target: SigningTarget,
): (plan: RequestPlan, moment: SigningMoment, expiresIn: number) => string {
  // The frame of plain plans, which have neither parameters nor headers of their own: made once for a second and a life.
  let plain: (Frame & { readonly moment: SigningMoment; readonly expiresIn: number }) | undefined;
  const frameFor = (plan: RequestPlan, moment: SigningMoment, expiresIn: number): Frame => {
    if (!isEmpty(plan.query) || !isEmpty(plan.headers)) return frameOf(plan, target, moment, expiresIn);
    if (plain?.moment !== moment || plain.expiresIn !== expiresIn)
      plain = { moment, expiresIn, ...frameOf(plan, target, moment, expiresIn) };
    return plain;
  };
  return (plan, moment, expiresIn) => {
    const { query, rest } = frameFor(plan, moment, expiresIn);
    const path = objectPath(target, plan.key);
    return urlText(target, path, query, moment.signRequest(canonicalStart(plan.method, path) + rest));
  };
}

function isEmpty(values: Readonly<Record<string, string>>): boolean {
  for (const _ in values) return false;
  return true;
}

function frameOf(plan: RequestPlan, target: SigningTarget, moment: SigningMoment, expiresIn: number): Frame {
  const headers = signedHeaders(plan, target);
  const query = signedQuery(plan, moment, expiresIn, headers);
  return { query, rest: canonicalRest({ query, headers, payloadHash: UNSIGNED_PAYLOAD }) };
}

type Headers = readonly (readonly [name: string, value: string])[];

function signedHeaders(plan: RequestPlan, target: SigningTarget): Headers {
  const all: [string, string][] = [['host', target.host]];
  for (const name in plan.headers) all.push([name, plan.headers[name] ?? '']);
  return all.sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The query in canonical order. What signs comes first and in one fixed order, since every name of a plan begins with a
 * lowercase letter, which sorts after `X-Amz-`.
 */
function signedQuery(plan: RequestPlan, moment: SigningMoment, expiresIn: number, headers: Headers): string {
  const { sessionToken } = moment;
  const names = headers.map(([name]) => name).join('%3B');
  const token = sessionToken ? `&${QUERY.securityToken}=${encodeUri(sessionToken)}` : '';
  const own = `${moment.query}${expiresIn}${token}&${QUERY.signedHeaders}=${names}`;
  const rest = Object.entries(plan.query);
  return rest.length === 0 ? own : `${own}&${canonicalQuery(rest)}`;
}

/** Path of an object in its bucket, as it is signed and sent. */
export function objectPath(target: SigningTarget, key: string): string {
  return `${target.basePath}/${encodePath(key)}`;
}

/**
 * The finished URL: the query in canonical order, the signature last. Both lanes end here.
 *
 * @throws InvalidInputError `UrlTooLong`
 */
export function urlText(target: SigningTarget, path: string, query: string, signature: string): string {
  const requestTarget = `${path}?${query}&${QUERY.signature}=${signature}`;
  if (requestTarget.length > MAX_REQUEST_TARGET)
    throw new InvalidInputError(
      'UrlTooLong',
      'url',
      `The URL would have ${requestTarget.length} characters behind its host, and S3 takes ${MAX_REQUEST_TARGET}: shorten metadata or tags`,
    );
  return `${target.protocol}//${target.host}${requestTarget}`;
}
