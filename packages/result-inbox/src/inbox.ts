import type { ResultFile } from '@x/result-schema';
import type { Delivery } from './delivery/delivery.ts';
import type { InboxStats } from './inbox-stats.ts';
import type { WaitForOptions } from './wait/wait-for.ts';

/** Options of {@link Inbox.run}. */
export interface RunOptions {
  /**
   * Messages in hand at once, 1 or more.
   *
   * @default 10
   */
  readonly concurrency?: number;
  /** Ends the run: nothing more is taken, and what is in hand is finished. */
  readonly signal?: AbortSignal;
}

/** Handles one delivery. It is done when this returns, and retried when it throws, unless the handler settled it itself. */
export type Handler<TResult extends ResultFile<unknown>, TTransaction> = (
  delivery: Delivery<TResult, TTransaction>,
) => unknown;

/**
 * Collects delivered results. Iterated, it hands out one delivery at a time: each must be settled, by `done()` or
 * `retry()`, before the next. The iteration ends when the inbox is stopped; leaving the loop gives back what is not settled.
 */
export interface Inbox<TResult extends ResultFile<unknown> = ResultFile, TTransaction = unknown>
  extends AsyncIterable<Delivery<TResult, TTransaction>, void>,
    AsyncDisposable {
  /**
   * Handles deliveries, several at once, until the signal is aborted or the inbox is stopped; then finishes what is in hand.
   *
   * When the source fails at the very first, the run fails: a queue that is not there, a missing permission. Later it is
   * tried again, up to 30 seconds apart.
   *
   * @throws {@link InboxError} `InvalidOption`, `Stopped`; or what the source throws.
   */
  run(handler: Handler<TResult, TTransaction>, options?: RunOptions): Promise<void>;
  /**
   * Waits for the result of one job: until it passes through this inbox, or lies at `object`, or was handled by another
   * worker that shares the store. Fits `wake` of the client's `waitForTask` as it is.
   *
   * @throws {@link InboxError} `WaitTimeout`, `Stopped`, `InvalidOption`; the signal's reason; or what S3 throws.
   */
  waitFor(jobId: string, options?: WaitForOptions): Promise<TResult>;
  /** Counts since the inbox was made. A copy. */
  readonly stats: InboxStats;
  /** Takes nothing more, finishes what runs have in hand, and closes the source. Can be called again. */
  stop(): Promise<void>;
}
