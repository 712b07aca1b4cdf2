import type { SendRequest } from '@x/http';

/** More than these in a row go nowhere. */
const maxRedirects = 5;

/**
 * Follows redirects of GETs as `fetch` does: the credentials stay behind where another origin begins.
 *
 * Source: Fetch standard, HTTP-redirect fetch.
 */
export function followRedirects(send: SendRequest): SendRequest {
  return async (request) => {
    let { url, headers } = request;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await send({ ...request, url, headers });
      const location = answer.headers.get('location');
      if (location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
      const next = URL.parse(location, url);
      if (!next || !/^https?:$/.test(next.protocol) || redirects === maxRedirects) return answer;
      if (next.origin !== url.origin) {
        const { authorization: _, ...rest } = headers;
        headers = rest;
      }
      url = next;
    }
  };
}
