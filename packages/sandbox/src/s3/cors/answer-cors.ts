import type { IncomingMessage } from 'node:http';
import { fault } from '../s3-fault.ts';
import { CORS_METHODS, type CorsRule, ruleFor } from './cors-rule.ts';

/** Whether a request is a browser's question whether a page may send another one. Nobody signs it. */
export function isPreflight({ method }: IncomingMessage): boolean {
  return method === 'OPTIONS';
}

/** The codes by which preflights are refused. */
export interface PreflightCodes {
  /** Origin or method are missing, or the method is one that no rule can allow. */
  readonly malformed: string;
  /** No rule allows what the page wants. */
  readonly forbidden: string;
}

/**
 * The headers that answer a preflight.
 *
 * @throws S3Fault when the question is not whole, or no rule allows what the page wants.
 */
export function preflightHeaders(
  { headers }: IncomingMessage,
  rules: readonly CorsRule[],
  { malformed, forbidden }: PreflightCodes,
): Record<string, string> {
  const { origin = '', 'access-control-request-method': method = 'null' } = headers;
  const refused = (message: string, name: string) =>
    fault(400, malformed, message, {}, { kind: 'header', name });
  // In the words that S3 and those who follow it have for it: Zenko's cloudserver, OBS.
  if (origin === '') throw refused('Insufficient information. Origin request header needed.', 'origin');
  if (!CORS_METHODS.includes(method))
    throw refused(`Invalid Access-Control-Request-Method: ${method}`, 'access-control-request-method');
  const asked = headers['access-control-request-headers'];
  const names = asked?.split(',').map((name) => name.trim()) ?? [];
  const rule = ruleFor(rules, { origin, method, headers: names });
  if (rule === undefined) {
    const why =
      rules.length === 0
        ? 'CORS is not enabled for this bucket.'
        : "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw fault(403, forbidden, `CORSResponse: ${why}`, { Method: method, ResourceType: 'OBJECT' });
  }
  return {
    ...originHeaders(rule, origin),
    'access-control-allow-methods': rule.methods.join(', '),
    ...(asked === undefined ? {} : { 'access-control-allow-headers': names.join(', ').toLowerCase() }),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  };
}

/** The headers by which a page may see the answer to a request; none where no rule allows it. */
export function corsHeaders(
  { method = '', headers: { origin } }: IncomingMessage,
  rules: readonly CorsRule[],
): Record<string, string> {
  const rule = origin === undefined ? undefined : ruleFor(rules, { origin, method, headers: [] });
  return rule === undefined || origin === undefined ? {} : originHeaders(rule, origin);
}

function originHeaders({ origins, exposed }: CorsRule, origin: string): Record<string, string> {
  const anyone = origins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(exposed.length === 0 ? {} : { 'access-control-expose-headers': exposed.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}
