import type { Task } from '@x/result-schema';
import { InvalidArgumentError } from '../errors/input-errors.ts';
import { type Clock, systemClock } from './clock.ts';

/**
 * Tells that a run may have ended. Called once, when the wait begins; AI Core is asked as soon as the promise resolves, and
 * the pauses start again at `minDelayMs`. It wakes and does nothing else: what it resolves with is not looked at, since
 * anybody may call an endpoint, and when it throws or rejects polling goes on. The signal is aborted when the wait ends.
 *
 * @example
 * ```ts
 * const callbacks = new EventEmitter(); // Your endpoint emits the `job_id` of what it receives.
 * const wake: Wake = (jobId, { signal }) => once(callbacks, jobId, { signal });
 * ```
 */
export type Wake = (jobId: string, options: { readonly signal: AbortSignal }) => PromiseLike<unknown>;

/** Options of `waitForTask` and `waitForRun`. */
export interface WaitOptions {
  /**
   * Milliseconds to wait for the end, more than 0; false for ever.
   *
   * @default 3600000 (an hour)
   */
  readonly timeout?: number | false;
  /** Gives up waiting at once, with `AbortedError`. The run goes on. */
  readonly signal?: AbortSignal;
  /**
   * Told the task after each poll, the last one included. What it throws ends the wait; a promise that it answers is waited
   * for, also past `timeout`.
   */
  readonly onUpdate?: (task: Task) => unknown;
  /** Ends a pause early, such as when a callback has arrived. */
  readonly wake?: Wake;
  /**
   * Milliseconds before the second poll, with jitter of up to a half. Grows by half with each.
   *
   * @default 500
   */
  readonly minDelayMs?: number;
  /**
   * Longest wait between two polls in milliseconds.
   *
   * @default 15000
   */
  readonly maxDelayMs?: number;
  /** Time and chance, for tests. */
  readonly clock?: Clock;
}

type Default = 'timeout' | 'minDelayMs' | 'maxDelayMs' | 'clock';

/** {@link WaitOptions} with nothing left to check. */
export type CheckedWaitOptions = WaitOptions & Required<Pick<WaitOptions, Default>>;

/**
 * Checks options and fills defaults in.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkWaitOptions(options: WaitOptions): CheckedWaitOptions {
  const { timeout = 3_600_000, minDelayMs = 500, maxDelayMs = 15_000, clock = systemClock } = options;
  if (timeout !== false && !(timeout > 0)) {
    throw new InvalidArgumentError('timeout', '`timeout` must be more than 0 milliseconds, or false.');
  }
  for (const [name, value] of Object.entries({ minDelayMs, maxDelayMs })) {
    if (!(value >= 0)) throw new InvalidArgumentError(name, `\`${name}\` must be 0 or more milliseconds.`);
  }
  return { ...options, timeout, minDelayMs, maxDelayMs, clock };
}
