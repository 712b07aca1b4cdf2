import type { ResultFile } from '@x/result-schema';
import type { OpenedParam } from '@x/result-schema/seal';
import type { ObjectReference } from '../object-reference.ts';

/** Options of {@link Delivery.retry}. */
export interface RetryOptions {
  /**
   * Seconds until it is handed out again, 0 to 43200 (12 hours).
   *
   * @default `retryDelaySeconds` of the inbox
   */
  readonly delaySeconds?: number;
}

/** A result that was delivered, parsed and verified. Printed, it shows where it lies and nothing of what it says. */
export interface Delivery<TResult extends ResultFile<unknown> = ResultFile, TTransaction = unknown> {
  /**
   * The same for every attempt to hand out this content of the job at this key, and for no other: a key for rows that must not
   * be doubled. It comes again when the content does, after another one was handled there: replace the row then.
   */
  readonly id: string;
  readonly jobId: string;
  readonly result: TResult;
  /** What was sealed for the run. Undefined when the inbox has no `secret`. */
  readonly sealed: OpenedParam | undefined;
  readonly object: ObjectReference;
  /** How often it was handed out, from 1; duplicates of the event count too. */
  readonly attempt: number;
  /** Aborted when another worker has taken the delivery over: whatever is still to be done is its to do. */
  readonly signal: AbortSignal;
  /**
   * It is handled and will not be handed out again.
   *
   * @param write writes your own rows in the transaction that says so, with a store that can (`sqliteStore`): then they are
   *   there exactly once, whatever crashes.
   * @throws {@link InboxError} `LeaseLost`, `AlreadySettled`; or what `write` or the store throws, and then it is still open.
   */
  done(write?: (transaction: TTransaction) => unknown): Promise<void>;
  /**
   * It is not handled: give it back, to be handed out again later, or to the dead-letter queue when that was often enough.
   *
   * @throws {@link InboxError} `AlreadySettled`, `InvalidOption`.
   */
  retry(options?: RetryOptions): Promise<void>;
}
