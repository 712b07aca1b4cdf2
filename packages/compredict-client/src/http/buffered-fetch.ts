import { retryAfterMs } from './retry-after.ts';

/** The `fetch` that this package needs: the standard's, or anything that behaves like it. */
export type Fetch = (input: Request, init?: RequestInit) => Promise<Response>;

/**
 * A fetch that has an answer only when it has all of it. So an attempt's timeout covers the body, and a connection that is
 * lost in mid-body is a failed attempt, which ky repeats where that is safe. It also writes AI Core's own "Expected
 * available in N seconds" as the `Retry-After` header that ky understands.
 */
export function bufferedFetch(fetch: Fetch, now: () => Date): Fetch {
  return async (request, init) => {
    const response = await fetch(request, init);
    if (response.type === 'opaqueredirect') return response;
    const bytes = await response.arrayBuffer();
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    if (status === 429) {
      const wait = retryAfterMs(headers, new TextDecoder().decode(bytes.slice(0, 10_000)), now().getTime());
      if (wait !== undefined) headers.set('retry-after', String(Math.ceil(wait / 1000)));
    }
    return new Response(bodiless.has(status) ? null : bytes, { status, statusText, headers });
  };
}

/** The Fetch standard refuses a body with these ("null body status"). */
const bodiless = new Set([204, 205, 304]);
