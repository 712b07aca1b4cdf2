/** Those who wait for the result of a job. */
export interface Waiters<TResult> {
  /** Resolves with the next result of the job; never, once the signal is aborted. */
  next(jobId: string, signal: AbortSignal): Promise<TResult>;
  /** Hands a result to all who wait for its job. */
  tell(jobId: string, result: TResult): void;
}

/** Nobody waits yet. */
export function createWaiters<TResult>(): Waiters<TResult> {
  const waiting = new Map<string, Set<(result: TResult) => void>>();
  return {
    next: (jobId, signal) =>
      new Promise((resolve) => {
        // Then it tells nobody, and nothing would take this waiter away again.
        if (signal.aborted) return;
        const all = waiting.get(jobId) ?? new Set();
        waiting.set(jobId, all.add(resolve));
        signal.addEventListener('abort', () => {
          all.delete(resolve);
          if (all.size === 0 && waiting.get(jobId) === all) waiting.delete(jobId);
        });
      }),
    tell(jobId, result) {
      for (const resolve of waiting.get(jobId) ?? []) resolve(result);
      waiting.delete(jobId);
    },
  };
}
