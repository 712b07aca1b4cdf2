/** What ends one attempt: the caller's signal, or the time it may take. */
export interface AttemptLimit {
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly timedOut: () => boolean;
  /** Lets go of the timer and of the caller's signal. */
  readonly clear: () => void;
}

/**
 * A limit for one attempt. Every attempt has its own: one that has passed would end the next before it begins. Not by
 * `AbortSignal.timeout` and `any`: their timers stay until they fire.
 */
export function attemptLimit(ms: number, signal: AbortSignal | undefined): AttemptLimit {
  const controller = new AbortController();
  let timedOut = false;
  const abort = () => controller.abort(signal?.reason);
  const timer = Number.isFinite(ms)
    ? setTimeout(() => {
        timedOut = true;
        controller.abort(new DOMException('The attempt took too long.', 'TimeoutError'));
      }, ms)
    : undefined;
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    timedOut: () => timedOut,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
