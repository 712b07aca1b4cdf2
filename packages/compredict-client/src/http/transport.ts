import type { HttpAnswer } from '@x/http';
import type { AiCoreError, RequestContext } from '../errors/ai-core-error.ts';
import { systemClock } from '../tasks/clock.ts';
import { attemptLimit } from './attempt-limit.ts';
import { connectionError } from './connection-error.ts';
import { type Form, formSize, isRepeatable, UnreadableError } from './form.ts';
import { callHook, errorRecord, type Hooks, type RequestRecord } from './hooks.ts';
import { redactUrl } from './redact.ts';
import { responseError } from './response-error.ts';
import { mayRepeat, type RetryPolicy, waitBeforeRetry } from './retry.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Outgoing, Send } from './send.ts';
import { toResponse } from './to-response.ts';

/** How requests are made. */
export interface TransportOptions {
  readonly url: string;
  readonly send: Send;
  readonly timeoutMs: number | false;
  /** For all requests of a call, their attempts and the waits between them. */
  readonly totalTimeoutMs: number | false;
  readonly retry: RetryPolicy;
  readonly hooks: Hooks;
  readonly now: () => Date;
}

/** One request to AI Core. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the base URL, values encoded, with its leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  readonly form?: Form;
  /** The header of that name: a scheme and what it takes. */
  readonly authorization?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for each attempt, the answer's body included. Default: the client's. */
  readonly timeoutMs?: number | false | undefined;
  /** When the call that it belongs to must have ended. Default: as if it were all of the call. */
  readonly deadline?: number | undefined;
  /** Whether it may be sent twice. Default: a GET may. */
  readonly repeat?: boolean | undefined;
  /** Waited for before the first attempt, when nothing has been sent. What it throws is thrown, and nothing sent. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
  /** Told each answer as it came. */
  readonly onResponse?: ((response: Response) => void) | undefined;
  /** Told how far the body is. What it throws aborts the request while there is more to send. */
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes of the request's body that the network has taken. Begins again with every attempt. */
  readonly sent: number;
  /** Bytes of the request's body; absent where a stream does not say. */
  readonly total?: number;
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
  /** When a call that begins now must have ended, by the clock of `performance`. */
  deadline(): number;
}

/** What one attempt came to. */
type Attempt =
  | { readonly response: ApiResponse }
  | { readonly error: AiCoreError; readonly askedForMs?: number | undefined };

/** Makes a {@link Transport}. */
export function createTransport(options: TransportOptions): Transport {
  const { hooks, retry } = options;

  /** One attempt within `ms`. Never rejects. */
  async function attempt(
    outgoing: Omit<Outgoing, 'signal'>,
    record: RequestRecord,
    ms: number,
    { signal, onResponse }: ApiRequest,
  ): Promise<Attempt> {
    const { method, url } = record;
    const limit = attemptLimit(ms, signal);
    const began = performance.now();
    callHook(hooks.beforeRequest, record);
    let answer: HttpAnswer;
    try {
      answer = await options.send({ ...outgoing, signal: limit.signal });
    } catch (cause) {
      const ending = { cause, timedOut: limit.timedOut(), signal };
      const error = connectionError({ method, url }, ending);
      const durationMs = performance.now() - began;
      const failure = { request: record, error: errorRecord(error), durationMs };
      callHook(hooks.afterFailure, Object.freeze(failure));
      return { error };
    } finally {
      limit.clear();
    }
    const { status, headers, bytes } = answer;
    const context = contextOf(record, answer);
    const { requestId } = context;
    const told = {
      request: record,
      status,
      ...(requestId === undefined ? {} : { requestId }),
      bytes: bytes.length,
      durationMs: performance.now() - began,
    };
    callHook(hooks.afterResponse, Object.freeze(told));
    const response = onResponse && toResponse(answer);
    if (response) callHook(onResponse, response);
    if (status >= 200 && status <= 299) return { response: { request: context, headers, bytes } };
    const text = new TextDecoder().decode(bytes);
    const now = options.now().getTime();
    return {
      error: responseError(context, headers, text, now),
      askedForMs: retryAfterMs(headers, text.slice(0, 10_000), now),
    };
  }

  const deadlineFromNow = () => performance.now() + milliseconds(options.totalTimeoutMs);

  return {
    deadline: deadlineFromNow,
    async send(request) {
      const { method, form, signal, deadline = deadlineFromNow(), repeat = method === 'GET' } = request;
      const url = urlOf(options.url, request);
      const outgoing = { method, url, ...contentOf(request) };
      const about = recordOf(outgoing);
      const timeoutMs = milliseconds(request.timeoutMs ?? options.timeoutMs);
      const limit = form && !isRepeatable(form) ? 0 : retry.limit;
      for (let number = 1; ; number += 1) {
        const record = Object.freeze({ ...about, attempt: number });
        if (signal?.aborted) throw connectionError(record, { cause: undefined, timedOut: false, signal });
        if (number === 1) await request.beforeSend?.();
        const left = deadline - performance.now();
        if (left <= 0) throw connectionError(record, { cause: undefined, timedOut: true, signal });
        const outcome = await attempt(outgoing, record, Math.min(timeoutMs, left), request);
        if ('response' in outcome) return outcome.response;
        const { error, askedForMs } = outcome;
        const repeated = number <= limit && mayRepeat(error, repeat);
        const waitMs = repeated ? waitBeforeRetry(number, retry, askedForMs) : undefined;
        if (waitMs === undefined || performance.now() + waitMs >= deadline) throw error;
        callHook(hooks.beforeRetry, Object.freeze({ request: record, error: errorRecord(error), waitMs }));
        await systemClock.sleep(waitMs, signal ?? new AbortController().signal);
      }
    },
  };
}

function milliseconds(limit: number | false): number {
  return limit === false ? Number.POSITIVE_INFINITY : limit;
}

function urlOf(base: string, { path, query = {} }: ApiRequest): URL {
  const url = new URL(base + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/** Headers and body. */
function contentOf(request: ApiRequest): Pick<Outgoing, 'headers' | 'body' | 'onSent'> {
  const { authorization, json, form, onUploadProgress } = request;
  const headers = {
    accept: 'application/json',
    ...(authorization === undefined ? {} : { authorization }),
  };
  if (form) {
    return {
      headers: { ...headers, 'content-type': form.contentType },
      body: form,
      onSent: onUploadProgress && progressOf(form, onUploadProgress),
    };
  }
  if (json === undefined) return { headers };
  return {
    headers: { ...headers, 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(json)),
  };
}

/**
 * Reports to a listener, and throws what it throws. A promise of its is not waited for: what it rejects with is thrown by the
 * next report. When all is sent there is nothing to give up: AI Core may have accepted the run.
 */
function progressOf(form: Form, listen: (progress: UploadProgress) => unknown): (sent: number) => void {
  const total = formSize(form);
  let failure: UnreadableError | undefined;
  const fail = (cause: unknown) => {
    failure ??= new UnreadableError('`onUploadProgress` threw', { cause });
  };
  return (sent) => {
    try {
      const told = listen({ sent, ...(total === undefined ? {} : { total }) });
      Promise.resolve(told).catch(fail);
    } catch (cause) {
      fail(cause);
    }
    if (failure && sent !== total) throw failure;
  };
}

/** What may be told of a request. */
function recordOf({ method, url, body }: Pick<Outgoing, 'method' | 'url' | 'body'>) {
  const bytes = body === undefined ? 0 : body instanceof Uint8Array ? body.length : formSize(body);
  return { method, url: redactUrl(url), ...(bytes === undefined ? {} : { bytes }) };
}

function contextOf({ method, url }: RequestRecord, { status, headers }: HttpAnswer) {
  const requestId = headers.get('x-request-id') ?? headers.get('x-amzn-trace-id') ?? headers.get('cf-ray');
  return { method, url, status, ...(requestId === null ? {} : { requestId }) };
}
