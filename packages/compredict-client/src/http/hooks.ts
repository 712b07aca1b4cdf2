import type { AiCoreError } from '../errors/ai-core-error.ts';

/**
 * Told of every request, for logs, metrics and traces. Records are frozen and hold no secret: URLs have lost the values of
 * their queries, and there are neither headers nor bodies.
 *
 * A hook watches and changes nothing. What it throws, or a promise of its that rejects, is ignored: a run that AI Core has
 * accepted must not be lost to a log line. Nothing waits for it.
 */
export interface Hooks {
  /** Before each attempt. */
  readonly beforeRequest?: (request: RequestRecord) => void;
  /** When the whole answer to an attempt is there, whatever its status. */
  readonly afterResponse?: (response: ResponseRecord) => void;
  /** When an attempt ends without a whole answer: no connection, a timeout, an abort. */
  readonly afterFailure?: (failure: FailureRecord) => void;
  /** Before the wait that comes before another attempt. */
  readonly beforeRetry?: (retry: RetryRecord) => void;
}

/** One attempt. The same object in every record of it, to find its span by. */
export interface RequestRecord {
  readonly method: string;
  /** Its query keeps names and loses values. */
  readonly url: string;
  /** 1 the first. */
  readonly attempt: number;
  /** Size of the body, 0 for none; absent where a stream does not say. */
  readonly bytes?: number;
}

/** An answer. */
export interface ResponseRecord {
  readonly request: RequestRecord;
  readonly status: number;
  /** The server's id of the request, where it sent one. */
  readonly requestId?: string;
  /** Size of the body, decoded. */
  readonly bytes: number;
  /** Milliseconds from the attempt's beginning to the end of the answer. */
  readonly durationMs: number;
}

/** An error in short: what is fit for a log of the one that is, or would be, thrown. */
export type ErrorRecord = Pick<AiCoreError, 'name' | 'code' | 'message'>;

/** An attempt that had no answer. */
export interface FailureRecord {
  readonly request: RequestRecord;
  readonly error: ErrorRecord;
  /** Milliseconds from the attempt's beginning to its end. */
  readonly durationMs: number;
}

/** An attempt after which there is another one. */
export interface RetryRecord {
  readonly request: RequestRecord;
  /** What went wrong. */
  readonly error: ErrorRecord;
  /** Milliseconds until the next attempt. */
  readonly waitMs: number;
}

/** Calls a hook, if there is one. */
export function callHook<T>(hook: ((told: T) => unknown) | undefined, told: T): void {
  if (!hook) return;
  try {
    void Promise.resolve(hook(told)).catch(() => {});
  } catch {
    // As the documentation of hooks says.
  }
}

/** What is fit for a log. */
export function errorRecord({ name, code, message }: AiCoreError): ErrorRecord {
  return Object.freeze({ name, code, message });
}
