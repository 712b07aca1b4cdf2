import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance } from 'ky';
import type { AiCoreError, RequestContext } from '../errors/ai-core-error.ts';
import { AbortedError, NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { bufferedFetch, type Fetch } from './buffered-fetch.ts';
import { redactUrl } from './redact.ts';
import { responseError } from './response-error.ts';

/** How requests are made. */
export interface TransportOptions {
  readonly url: string;
  readonly fetch: Fetch;
  readonly timeoutMs: number | false;
  readonly retry: RetryPolicy;
  readonly now: () => Date;
}

/** How a GET is repeated. */
export interface RetryPolicy {
  readonly limit: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** One request to AI Core. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the base URL, values encoded, with its leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  /** A multipart form, its `type` with the boundary. */
  readonly form?: Blob;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt, the answer's body included. Default: the client's. */
  readonly timeoutMs?: number | false | undefined;
}

/** A whole successful answer. */
export interface ApiResponse {
  readonly request: RequestContext;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Sends requests, and turns whatever goes wrong into this package's errors. */
export interface Transport {
  send(request: ApiRequest): Promise<ApiResponse>;
}

/**
 * Makes a {@link Transport} over ky. Only GETs are repeated: after anything else AI Core may have queued a run that nobody
 * would know of.
 */
export function createTransport(options: TransportOptions): Transport {
  const { limit, baseDelayMs, maxDelayMs } = options.retry;
  const statusCodes = [429, 502, 503, 504];
  const client: KyInstance = ky.create({
    fetch: bufferedFetch(options.fetch, options.now) as typeof fetch,
    timeout: options.timeoutMs,
    retry: {
      limit,
      methods: ['get'],
      statusCodes,
      afterStatusCodes: statusCodes,
      maxRetryAfter: maxDelayMs,
      backoffLimit: maxDelayMs,
      delay: (attempt) => baseDelayMs * 2 ** (attempt - 1),
      jitter: true,
      retryOnTimeout: true,
    },
  });

  return {
    async send({ method, path, query, json, form, token, signal, timeoutMs }) {
      const url = new URL(options.url + path);
      for (const [name, value] of Object.entries(query ?? {})) {
        if (value !== undefined) url.searchParams.set(name, value);
      }
      const request = { method, url: redactUrl(url) };
      try {
        const response = await client(url, {
          method,
          headers: {
            accept: 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          // A redirected POST would become a GET, or send the features elsewhere.
          redirect: method === 'GET' ? 'follow' : 'manual',
          ...(json === undefined ? {} : { json }),
          ...(form === undefined ? {} : { body: form }),
          ...(method === 'GET' ? {} : { retry: 0 }),
          ...(signal === undefined ? {} : { signal }),
          ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
        });
        const { status, headers } = response;
        const bytes = new Uint8Array(await response.arrayBuffer());
        return { request: contextOf(request, status, headers), headers, bytes };
      } catch (error) {
        throw translate(error, request, signal, options.now().getTime());
      }
    },
  };
}

/** No error of ky's gets out: they hold the request with its Authorization header, and print the full URL. */
function translate(
  error: unknown,
  request: RequestContext,
  signal: AbortSignal | undefined,
  now: number,
): AiCoreError {
  const what = `${request.method} ${request.url}`;
  if (isHTTPError(error)) {
    const { status, headers } = error.response;
    return responseError({ ...contextOf(request, status, headers), status }, headers, error.data, now);
  }
  if (signal?.aborted)
    return new AbortedError(`${what}: aborted by the caller.`, request, { cause: signal.reason });
  if (isTimeoutError(error)) return new TimeoutError(`${what}: no answer in time.`, request);
  const cause = isNetworkError(error) ? error.cause : error;
  return new NetworkError(`${what}: no answer. ${reasonOf(cause)}`, request, { cause });
}

/** The innermost reason, such as `connect ECONNREFUSED 127.0.0.1:1`: fetch's own says only that it failed. */
function reasonOf(cause: unknown): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error ? inner.message : '';
}

function contextOf(request: RequestContext, status: number, headers: Headers): RequestContext {
  const requestId = headers.get('x-request-id') ?? headers.get('x-amzn-trace-id') ?? headers.get('cf-ray');
  return { ...request, status, ...(requestId === null ? {} : { requestId }) };
}
