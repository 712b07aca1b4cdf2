import type { InstantResult, Results, Task } from '@x/result-schema';
import { InvalidArgumentError } from '../../errors/input-errors.ts';
import { type Clock, systemClock } from '../../tasks/clock.ts';
import { checkWaitOptions, type WaitOptions } from '../../tasks/wait-options.ts';
import type { WithResults } from '../../typed-algorithms/algorithm-types.ts';
import type { RunOptions } from '../run-options.ts';
import type { RunJournal } from './journal.ts';

/** Options of `runMany`. */
export interface RunManyOptions<T, TId extends string = string, TRow = never> {
  /**
   * What to run for an item. Called when its turn comes, and again if AI Core was too busy for it: load features and presign
   * targets here, not beforehand.
   */
  readonly run: (item: T) => RunOptions<TId, TRow> | Promise<RunOptions<TId, TRow>>;
  /** What an item is called, in outcomes and journal; no two alike. Default: the item itself, if it is text or a number. */
  readonly key?: (item: T) => string;
  /**
   * How many items are under way at a time, from being taken to their outcome; 1 or more.
   *
   * @default 8
   */
  readonly concurrency?: number;
  /**
   * How to wait for queued runs; with false their tasks are outcomes as soon as AI Core has accepted them.
   *
   * @default {}
   */
  readonly wait?: Omit<WaitOptions, 'signal' | 'clock'> | false;
  /** Lets another process go on where this one ends. Default: none, so that everything begins anew. */
  readonly journal?: RunJournal;
  /**
   * What to do with an item whose run an earlier process sent without an answer, because it ended or because none came: `run`
   * it, which may be for the second time, or `report` it as an `UncertainRunError`.
   *
   * @default 'run'
   */
  readonly uncertain?: 'run' | 'report';
  /**
   * Milliseconds that an item waits at most while AI Core refuses it because of too many requests, more than 0; false for
   * ever. Then its outcome is the `ThrottledError`.
   *
   * @default 3600000 (an hour)
   */
  readonly throttleTimeout?: number | false;
  /**
   * Ends everything at once, with `AbortedError`. What AI Core has accepted by then goes on; of what is being sent nobody
   * knows, see `uncertain`. Leaving the loop ends a batch without that.
   */
  readonly signal?: AbortSignal;
  /** Time and chance, for tests. */
  readonly clock?: Clock;
}

/** What became of an item: `data`, as `waitForRun` answers it, or `error`. */
export type RunManyOutcome<T, TResults = Results> = {
  readonly key: string;
  readonly item: T;
} & (
  | { readonly ok: true; readonly data: WithResults<Task | InstantResult, TResults> }
  | { readonly ok: false; readonly error: Error }
);

type Default = 'key' | 'concurrency' | 'wait' | 'uncertain' | 'throttleTimeout' | 'clock';

/** {@link RunManyOptions} with nothing left to check. */
export type CheckedManyOptions<T> = RunManyOptions<T> & Required<Pick<RunManyOptions<T>, Default>>;

/**
 * Checks options and fills defaults in.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkManyOptions<T>(options: RunManyOptions<T>): CheckedManyOptions<T> {
  const { concurrency = 8, throttleTimeout = 3_600_000 } = options;
  if (!(Number.isSafeInteger(concurrency) && concurrency > 0)) {
    throw new InvalidArgumentError('concurrency', '`concurrency` must be a whole number, 1 or more.');
  }
  if (throttleTimeout !== false && !(throttleTimeout > 0)) {
    throw new InvalidArgumentError(
      'throttleTimeout',
      '`throttleTimeout` must be more than 0 milliseconds, or false.',
    );
  }
  const { key = keyOfPlainItem, wait = {} } = options;
  if (wait !== false) checkWaitOptions(wait);
  return {
    ...options,
    concurrency,
    throttleTimeout,
    key: (item) => checkKey(key(item)),
    wait,
    uncertain: options.uncertain ?? 'run',
    clock: options.clock ?? systemClock,
  };
}

/** A number would be no key that a journal can be read with. */
function checkKey(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new InvalidArgumentError('key', '`key` must answer text.');
}

function keyOfPlainItem(item: unknown): string {
  if (typeof item === 'string' || typeof item === 'number') return String(item);
  throw new InvalidArgumentError('key', 'Items that are neither text nor numbers need a `key`.');
}
