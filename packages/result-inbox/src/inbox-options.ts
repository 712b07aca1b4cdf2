import { S3Client } from '@aws-sdk/client-s3';
import type { ParseResultOptions, ResultFile } from '@x/result-schema';
import type { OpenOptions, SealSecret } from '@x/result-schema/seal';
import { checkNumber } from './check-number.ts';
import { checkSecret } from './check-secret.ts';
import type { Quarantined, QuarantineOptions } from './delivery/quarantine.ts';
import { InboxError } from './inbox-error.ts';
import type { ObjectReference } from './object-reference.ts';
import { defaultDelay, maxDelaySeconds, wholeDelay } from './retry-delay.ts';
import type { Source } from './source.ts';
import type { DeliveryStore } from './store/delivery-store.ts';
import { memoryStore } from './store/memory-store.ts';

/** What a failure outside of the inbox belongs to, as far as it is known. */
export interface ErrorContext {
  readonly jobId?: string;
  readonly object?: ObjectReference;
}

/** Options of `createInbox`. */
export interface InboxOptions<TResult extends ResultFile<unknown> = ResultFile, TTransaction = undefined> {
  /** Where results are heard of: `sqsSource(…)` of `@x/result-inbox/sqs` or `bucketSource(…)` of `@x/result-inbox/bucket`. */
  readonly source: Source;
  /** Reads results, and writes to the quarantine. Default: a client with the AWS SDK's own defaults. */
  readonly client?: S3Client;
  /**
   * Remembers what was handled: `memoryStore()` for one process, `sqliteStore(path)` of `@x/result-inbox/sqlite` for one
   * machine, your own for several.
   *
   * @default memoryStore()
   */
  readonly store?: DeliveryStore<TTransaction>;
  /** What results must look like: `createResultSchema({ results })` of `@x/result-schema`. Default: any result file. */
  readonly schema?: ParseResultOptions<TResult>['schema'];
  /**
   * The secret, or secrets, that `callback_param` was sealed with by `sealCallbackParam`. Results without a genuine seal for
   * their key go into quarantine. Without it, whoever holds a presigned URL is believed.
   */
  readonly secret?: SealSecret | readonly SealSecret[];
  /**
   * Looks up the job id that `runAlgorithm` answered for a run, so that the result of one run cannot pass for another's.
   * While it answers undefined the result is tried again later. Needs `secret`.
   */
  readonly expectedJobId?: (runId: string) => string | undefined | Promise<string | undefined>;
  /**
   * Largest result in bytes. Larger objects go into quarantine unread.
   *
   * @default 268435456 (256 MiB)
   */
  readonly maxBytes?: number;
  /** Where objects go that are no results. */
  readonly quarantine?: QuarantineOptions;
  /**
   * Seconds for which a delivery belongs to one worker, 1 to 43200. Renewed every third of it while the worker lives, so it
   * is how long others wait before they take over from one that died; not how long a handler may take.
   *
   * @default 60
   */
  readonly leaseSeconds?: number;
  /**
   * Seconds until the next attempt, by the number of the one that failed, from 1. Fractions are rounded up; less than 0
   * counts as 0, more than 43200 (12 hours) as that, and what is no number as the default. Must not throw.
   *
   * @default 10 after the first, doubled with each, at most 900
   */
  readonly retryDelaySeconds?: (attempt: number) => number;
  /** Told of each object that went into quarantine. Must not throw. */
  readonly onQuarantine?: (quarantined: Quarantined) => void;
  /**
   * Told of each failure that is tried again: of the handler, of S3, of the queue, of the store. Must not throw.
   *
   * @default prints name and message with `console.error`
   */
  readonly onError?: (error: unknown, context: ErrorContext) => void;
}

/** How results are judged. */
export type JudgeOptions<TResult extends ResultFile<unknown>> = Pick<
  InboxOptions<TResult>,
  'schema' | 'secret'
> & {
  readonly expectedJobId?: OpenOptions['expectedJobId'];
  readonly maxBytes: number;
};

/** The options with their defaults. */
export type ResolvedOptions<TResult extends ResultFile<unknown>, TTransaction> = InboxOptions<
  TResult,
  TTransaction
> &
  Required<
    Pick<
      InboxOptions<TResult, TTransaction>,
      'client' | 'store' | 'maxBytes' | 'leaseSeconds' | 'retryDelaySeconds' | 'onQuarantine' | 'onError'
    >
  >;

/** @throws {@link InboxError} `InvalidOption`. */
export function resolveOptions<TResult extends ResultFile<unknown>, TTransaction>(
  options: InboxOptions<TResult, TTransaction>,
): ResolvedOptions<TResult, TTransaction> {
  if (typeof options.source?.receive !== 'function')
    throw new InboxError('InvalidOption', 'source must be a source: sqsSource(…) or bucketSource(…).');
  if (options.quarantine?.prefix === '' && options.quarantine.bucket === undefined)
    throw new InboxError('InvalidOption', 'quarantine.prefix must not be empty within the same bucket.');
  if (options.expectedJobId && options.secret === undefined)
    throw new InboxError('InvalidOption', 'expectedJobId needs secret: runs are known by their seal.');
  if (options.secret !== undefined) checkSecret(options.secret);
  // Not spread over defaults: an option may be there and undefined.
  const {
    client = new S3Client({}),
    // Without a store TTransaction is its default, undefined, which is what memoryStore hands out.
    store = memoryStore() as DeliveryStore<unknown> as DeliveryStore<TTransaction>,
    maxBytes = 256 * 1024 * 1024,
    leaseSeconds = 60,
    retryDelaySeconds = defaultDelay,
    onQuarantine = () => {},
    onError = printError,
  } = options;
  return {
    ...options,
    client,
    store,
    maxBytes: checkNumber('maxBytes', maxBytes, 0, Number.MAX_SAFE_INTEGER),
    leaseSeconds: checkNumber('leaseSeconds', leaseSeconds, 1, maxDelaySeconds),
    retryDelaySeconds: wholeDelay(retryDelaySeconds),
    onQuarantine,
    onError,
  };
}

function printError(error: unknown, { jobId, object }: ErrorContext): void {
  const about = jobId ?? (object && `${object.bucket}/${object.key}`) ?? 'the source';
  console.error(
    `result-inbox: ${about}: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`,
  );
}
