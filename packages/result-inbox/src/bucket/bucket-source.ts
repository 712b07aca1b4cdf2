/**
 * Hears of results by listing the bucket, for small set-ups without a queue.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { checkNumber } from '../check-number.ts';
import { InboxError } from '../inbox-error.ts';
import type { Message, Source } from '../source.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type ListedObject, listObjects } from './list-objects.ts';
import { type Progress, readProgress } from './progress.ts';

export { type Checkpoint, fileCheckpoint } from './checkpoint.ts';

/** Options of {@link bucketSource}. */
export interface BucketSourceOptions {
  readonly bucket: string;
  /** What the keys of results begin with. All of them are listed each time: keep it narrow. */
  readonly prefix: string;
  /** Default: a client with the AWS SDK's own defaults. */
  readonly client?: S3Client;
  /**
   * Keeps how far the source has come: `fileCheckpoint(path)`, or two functions of your own. Default: in memory, so that
   * after a restart every object is read again, and recognised if the inbox's store remembers it.
   *
   * It belongs to this bucket and prefix: with another one it is refused, since it would hide what is older.
   */
  readonly checkpoint?: Checkpoint;
  /**
   * Seconds from the end of one listing to the start of the next, 0 to 86400.
   *
   * @default 30
   */
  readonly pollSeconds?: number;
  /**
   * Seconds for which objects older than the newest one are still looked at: an upload in parts appears at its end, with the
   * time of its start. The checkpoint holds every object of that time. 0 or more.
   *
   * @default 3600
   */
  readonly overlapSeconds?: number;
  /** The clock that retries go by. Default: the system's. */
  readonly now?: () => Date;
}

/** Milliseconds between two saves of the checkpoint while results are handled. */
const saveEveryMs = 1000;

/**
 * A source for one process: lists the bucket time and again. One request per thousand objects under the prefix, each time;
 * needs `s3:ListBucket`. There is no dead-letter queue: what a handler fails on is
 * retried for ever, each time at the next listing after its delay.
 *
 * @throws {@link InboxError} `InvalidOption`.
 *
 * @example
 * ```ts
 * const source = bucketSource({ bucket: 'results', prefix: 'runs/', checkpoint: fileCheckpoint('inbox.json') });
 * ```
 */
export function bucketSource(options: BucketSourceOptions): Source {
  const { bucket, prefix, client = new S3Client({}), checkpoint, now = () => new Date() } = options;
  const { pollSeconds = 30, overlapSeconds = 3600 } = options;
  if (bucket === '') throw new InboxError('InvalidOption', 'bucket must not be empty.');
  checkNumber('pollSeconds', pollSeconds, 0, 86_400);
  checkNumber('overlapSeconds', overlapSeconds, 0, Number.MAX_SAFE_INTEGER);

  const clock = () => now().getTime();
  /** By key: how often it was handed out, and until when it is not again. */
  const attempts = new Map<string, { count: number; notBefore: number }>();
  let progress: Progress | undefined;
  /** Goes on from one `receive` to the next, as long as they have the same signal. */
  let listing: { pages: AsyncGenerator<readonly ListedObject[]>; signal: AbortSignal } | undefined;
  let receiving = false;
  let found: ListedObject[] = [];
  /** Of the listing that goes on. */
  let earliestUnhandled: number | undefined;
  let nextListing = 0;
  let lastSave = 0;
  let saving = Promise.resolve();
  let closed = false;

  const save = (): Promise<void> => {
    lastSave = clock();
    const text = String(progress);
    saving = saving.catch(() => {}).then(() => checkpoint?.save(text));
    return saving;
  };

  const isDue = (listed: ListedObject): boolean => {
    if (progress?.isHandled(listed)) return false;
    earliestUnhandled = Math.min(earliestUnhandled ?? Number.POSITIVE_INFINITY, listed.lastModified);
    return (attempts.get(listed.key)?.notBefore ?? 0) <= clock();
  };

  /** Looks further: at the next page, or at nothing until it is time again. */
  const look = async (signal: AbortSignal): Promise<void> => {
    if (listing?.signal !== signal) {
      await sleep(Math.max(0, nextListing - clock()), undefined, { signal });
      earliestUnhandled = undefined;
      listing = { pages: listObjects(client, bucket, prefix, signal), signal };
    }
    const { done, value } = await listing.pages.next();
    if (!done) {
      found = value.filter(isDue);
      return;
    }
    listing = undefined;
    nextListing = clock() + pollSeconds * 1000;
    progress?.advance(earliestUnhandled);
    await save();
  };

  const messageOf = (listed: ListedObject, leaseSeconds: number): Message => {
    const { key, object } = listed;
    const count = (attempts.get(key)?.count ?? 0) + 1;
    const hideFor = async (seconds: number) => {
      attempts.set(key, { count, notBefore: clock() + seconds * 1000 });
    };
    void hideFor(leaseSeconds);
    return {
      objects: [object],
      attempt: count,
      extend: hideFor,
      retry: hideFor,
      async done() {
        attempts.delete(key);
        progress?.handled(listed);
        // Once closed, no other save follows.
        if (closed || clock() - lastSave >= saveEveryMs) await save();
      },
    };
  };

  return {
    async receive({ max, leaseSeconds, signal }) {
      if (receiving)
        throw new InboxError('InvalidOption', 'A bucketSource serves one run or loop at a time.');
      receiving = true;
      try {
        progress ??= readProgress(await checkpoint?.load(), {
          bucket,
          prefix,
          overlapMs: overlapSeconds * 1000,
        });
        while (found.length === 0) await look(signal);
        return found.splice(0, max).map((listed) => messageOf(listed, leaseSeconds));
      } catch (error) {
        // A listing that failed does not go on.
        listing = undefined;
        throw error;
      } finally {
        receiving = false;
      }
    },
    async close() {
      closed = true;
      if (progress) await save();
      if (options.client === undefined) client.destroy();
    },
  };
}
