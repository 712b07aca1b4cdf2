import { S3ResponseError, UploadError } from '../errors.ts';
import type { CheckedTarget } from './upload-target.ts';

/** First and longest pause between two attempts, in milliseconds. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 20_000;

// Below 500, and still S3's wish that the request come again: it read too slowly, or two writers met.
const PASSING = new Set(['RequestTimeout', 'ConditionalRequestConflict', 'OperationAborted', 'SlowDown']);

/** Whether the same request may be sent again, and may then succeed. */
export function isPassing(error: unknown, target: CheckedTarget): boolean {
  if (error instanceof S3ResponseError)
    // 501 is the answer of services that have no POST policy at all.
    return (error.status >= 500 && error.status !== 501) || error.status === 429 || PASSING.has(error.code);
  if (!(error instanceof UploadError) || (error.code !== 'NetworkFailed' && error.code !== 'TimedOut'))
    return false;
  // The answer is lost, not the object, perhaps: a second `If-None-Match: *` would then be refused by the first.
  return !('if-none-match' in target.headers || 'if-match' in target.headers);
}

/** Milliseconds to wait after the given failed attempt, 1 the first: twice as long each time, at random up to that. */
export function pause(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
}

/** Waits, unless the signal fires first: then it resolves at once. */
export function sleepFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
