import * as v from 'valibot';

/**
 * Milliseconds before its end at which a token is renewed, at most: time for a request to arrive, and for clocks that differ
 * a little. Half the life of a token that lives shorter than a minute.
 */
const marginMs = 30_000;

/** What the token says of itself, in seconds since 1970 (RFC 7519, section 4.1). */
const Claims = v.object({ exp: v.number(), iat: v.exactOptional(v.number()) });

/**
 * When to renew a token, in milliseconds since 1970; undefined where it does not say when it ends, so that AI Core's 401 has
 * to.
 *
 * How long a token lives that has just arrived is told by its own two dates, whatever time it is here: a clock that is an
 * hour fast would otherwise have every new token renewed at once.
 */
export function renewalTime(token: string, now: number, fresh: boolean): number | undefined {
  const claims = readClaims(token);
  if (!claims) return undefined;
  const end = claims.exp * 1000;
  const life = claims.iat === undefined ? Number.POSITIVE_INFINITY : end - claims.iat * 1000;
  const margin = Math.min(marginMs, life / 2);
  if (!fresh) return end - margin;
  if (Number.isFinite(life)) return now + life - margin;
  return end - margin > now ? end - margin : undefined;
}

function readClaims(token: string): v.InferOutput<typeof Claims> | undefined {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/');
  try {
    const claims = v.safeParse(Claims, JSON.parse(atob(payload ?? '')));
    return claims.success ? claims.output : undefined;
  } catch {
    return undefined; // Not a JSON web token: nobody promised one.
  }
}
