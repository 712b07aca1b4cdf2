import type { RequestListener } from 'node:http';
import { isControlPath } from '../control/is-control-path.ts';

/** A request that AI Core was sent. Holds no secret: no query, no header, no body. */
export interface RequestRecord {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Of the answer; absent if it never came whole: the client went away, or a fault broke the connection. */
  readonly status?: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** Older requests are forgotten, so that a sandbox can run for weeks. */
const KEPT = 10_000;

/** Adds every request to a list once it is over; those to the sandbox itself are no requests to AI Core. */
export function withRequestLog(
  requests: RequestRecord[],
  now: () => Date,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const path = url.split('?')[0] ?? '/';
    const startedAt = now();
    if (!isControlPath(path)) {
      response.once('close', () => {
        const status = response.writableFinished ? { status: response.statusCode } : {};
        requests.push({ method, path, ...status, startedAt, finishedAt: now() });
        if (requests.length > KEPT) requests.shift();
      });
    }
    listener(request, response);
  };
}
