import type { IncomingMessage, ServerResponse } from 'node:http';

/** Headers that a page needs to see: what was stored, and the ids that S3's support asks for. */
const EXPOSED = 'ETag, Location, x-amz-version-id, x-amz-request-id, x-amz-id-2';

/**
 * Lets pages of every origin send what their presigned URLs and forms allow, as a bucket does whose CORS rule says so.
 *
 * @returns Whether the request was a preflight, and is answered.
 */
export function allowOrigins({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
  if (headers.origin === undefined) return false;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', EXPOSED);
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
  response.setHeader('access-control-allow-methods', 'GET, HEAD, PUT, POST, DELETE');
  const asked = headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('access-control-allow-headers', asked);
  response.writeHead(200).end();
  return true;
}
