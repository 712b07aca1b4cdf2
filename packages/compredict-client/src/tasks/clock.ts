/** Time and chance, to be replaced in tests. */
export interface Clock {
  /** Milliseconds since some moment that stays. */
  now(): number;
  /** Resolves after that many milliseconds, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** The real thing. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      // Timers of JavaScript run to 2^31 - 1 ms; beyond that they fire at once.
      const timer = setTimeout(done, Math.min(ms, 2_147_483_647));
      signal.addEventListener('abort', done);
    }),
  random: Math.random,
};
