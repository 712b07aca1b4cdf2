import type { AiCoreError, RequestContext } from '../errors/ai-core-error.ts';
import { AbortedError, BodyError, NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { UnreadableError } from './form.ts';

/** Why an attempt ended without an answer. */
export interface Ending {
  readonly cause: unknown;
  /** Whether its time was over. */
  readonly timedOut: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The error for an attempt that had no answer, or part of one. */
export function connectionError(request: RequestContext, { cause, timedOut, signal }: Ending): AiCoreError {
  const what = `${request.method} ${request.url}`;
  if (signal?.aborted) {
    return new AbortedError(`${what}: aborted by the caller.`, request, { cause: signal.reason });
  }
  if (timedOut) return new TimeoutError(`${what}: no answer in time.`, request);
  if (cause instanceof UnreadableError) {
    return new BodyError(`${what}: the upload was given up: ${cause.message}.`, request, {
      cause: cause.cause,
    });
  }
  return new NetworkError(`${what}: no answer. ${reasonOf(cause)}`.trimEnd(), request, { cause });
}

/** The innermost reason, such as `connect ECONNREFUSED 127.0.0.1:1`: fetch's own says only that it failed. */
function reasonOf(cause: unknown): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  // Several addresses were tried: the first will do.
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) inner = inner.errors[0];
  return inner instanceof Error ? inner.message : '';
}

/**
 * Whether the connection was never made, so that not one byte of the request has gone out: the name did not resolve, or
 * nobody listened. Node.js says so by the system call that failed; browsers do not say.
 */
export function wasNeverConnected(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const [first] = at instanceof AggregateError ? at.errors : [at];
    if (/^(connect|getaddrinfo)$/.test(String((first as NodeJS.ErrnoException)?.syscall))) return true;
  }
  return false;
}
