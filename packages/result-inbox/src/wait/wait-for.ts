import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ResultFile } from '@x/result-schema';
import { isSealError } from '@x/result-schema/seal';
import { checkNumber } from '../check-number.ts';
import { judgeResult, type Verdict } from '../delivery/judge-result.ts';
import { readObject } from '../delivery/read-object.ts';
import { InboxError } from '../inbox-error.ts';
import type { JudgeOptions } from '../inbox-options.ts';
import type { ObjectReference } from '../object-reference.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { Waiters } from './waiters.ts';

/** Options of `inbox.waitFor`. */
export interface WaitForOptions {
  /**
   * Where the result will lie; what a presigner answered fits. It is looked for there, so that it is found also when nobody
   * collects. Needs `s3:ListBucket`: without it S3 answers 403 for what is not there yet, and that is thrown.
   *
   * Default: it is looked for where the store says that the job's result was handled.
   */
  readonly object?: Pick<ObjectReference, 'bucket' | 'key'>;
  /**
   * Milliseconds to wait, 1 or more; false for ever.
   *
   * @default 3600000 (an hour)
   */
  readonly timeout?: number | false;
  /**
   * Milliseconds between two looks, 1 or more. What passes through this inbox is seen at once.
   *
   * @default 2000
   */
  readonly pollMs?: number;
  /** Gives up waiting, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What waiting needs of its inbox. */
export interface WaitingRoom<TResult extends ResultFile<unknown>, TTransaction>
  extends JudgeOptions<TResult> {
  readonly client: S3Client;
  readonly store: DeliveryStore<TTransaction>;
  readonly waiters: Waiters<TResult>;
  /** Aborted when the inbox is stopped, with the reason. */
  readonly stopped: AbortSignal;
}

/** Longest delay of a timer. */
const maxMs = 2 ** 31 - 1;

/** Waits for the result of one job. */
export async function waitFor<TResult extends ResultFile<unknown>, TTransaction>(
  jobId: string,
  room: WaitingRoom<TResult, TTransaction>,
  { object, timeout = 3_600_000, pollMs = 2000, signal }: WaitForOptions,
): Promise<TResult> {
  checkNumber('pollMs', pollMs, 1, maxMs);
  const over = new AbortController();
  if (timeout !== false) checkNumber('timeout', timeout, 1, maxMs);
  // Not AbortSignal.timeout, which is kept until its end, long after the result was there.
  const timer = timeout === false ? undefined : setTimeout(() => over.abort(), timeout);
  const found = new AbortController();
  const given = [room.stopped, ...(signal ? [signal] : [])];
  const ended = AbortSignal.any([...given, over.signal, found.signal]);
  let refusal: Error | undefined;

  const look = async (): Promise<TResult> => {
    for (;;) {
      ended.throwIfAborted();
      const place = object ?? (await room.store.find(jobId));
      const seen = place && (await resultAt(place, jobId, room, ended));
      if (seen instanceof Error) refusal = seen;
      else if (seen) return seen;
      await sleep(pollMs, undefined, { signal: ended });
    }
  };

  try {
    return await Promise.race([room.waiters.next(jobId, ended), look()]);
  } catch (error) {
    // Timers and requests that are aborted throw errors of their own.
    for (const { aborted, reason } of given) if (aborted) throw reason;
    if (!over.signal.aborted) throw error;
    const cause = refusal && { cause: refusal };
    throw new InboxError('WaitTimeout', `The result of job ${jobId} did not come in ${timeout} ms.`, cause);
  } finally {
    clearTimeout(timer);
    found.abort();
  }
}

/** The result of the job, if it lies there; an error that says why not, if something else does. */
async function resultAt<TResult extends ResultFile<unknown>, TTransaction>(
  object: ObjectReference,
  jobId: string,
  room: WaitingRoom<TResult, TTransaction>,
  signal: AbortSignal,
): Promise<TResult | Error | undefined> {
  const found = await readObject(room.client, object, room.maxBytes, signal);
  if (found.kind === 'gone') return undefined;
  const at = `${object.bucket}/${object.key}`;
  if (found.kind === 'tooLarge') return new Error(`${at} is larger than the ${room.maxBytes} bytes allowed.`);
  const { key } = object;
  let verdict: Verdict<TResult>;
  try {
    verdict = await judgeResult(found.bytes, { key, lastModified: found.lastModified }, room);
  } catch (error) {
    // Its run may be recorded a moment later.
    if (isSealError(error) && error.code === 'UnknownRun') return error;
    throw error;
  }
  if (!verdict.ok) return new Error(`${at}: ${verdict.refusal.message}`);
  const { job_id: other } = verdict.result;
  return other === jobId ? verdict.result : new Error(`${at} is the result of job ${other}.`);
}
