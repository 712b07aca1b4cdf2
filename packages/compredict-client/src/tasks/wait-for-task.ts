import { type Task, taskState } from '@x/result-schema';
import { AbortedError, NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { JobCanceledError, JobFailedError, WaitTimeoutError } from '../errors/job-errors.ts';
import { ServerError, ThrottledError } from '../errors/response-errors.ts';
import type { GetTask } from './get-task.ts';
import { checkWaitOptions, type WaitOptions, type Wake } from './wait-options.ts';

/** Polls in a row that may fail for a reason that may pass. */
const maxFailures = 5;

/** Polls a task until it has ended. */
export async function waitForTask(jobId: string, getTask: GetTask, options: WaitOptions): Promise<Task> {
  const { timeout, signal, onUpdate, minDelayMs, maxDelayMs, clock, ...checked } = checkWaitOptions(options);
  if (signal?.aborted) throw aborted(jobId, signal);

  // One controller ends whatever is under way, a poll or a pause, for the caller's abort and for the deadline.
  const ended = new AbortController();
  const end = () => ended.abort();
  signal?.addEventListener('abort', end, { once: true });
  const deadline = timeout === false ? Number.POSITIVE_INFINITY : clock.now() + timeout;
  if (timeout !== false) void clock.sleep(timeout, ended.signal).then(end);

  let task: Task | undefined;
  let failure: unknown;
  let failures = 0;
  let delay = minDelayMs;
  try {
    let wake = checked.wake && whenWoken(checked.wake, jobId, ended.signal);
    for (;;) {
      if (signal?.aborted) throw aborted(jobId, signal);
      if (ended.signal.aborted || clock.now() >= deadline) {
        throw new WaitTimeoutError(jobId, Number(timeout), task, failure ? { cause: failure } : {});
      }
      let askedToWaitMs = 0;
      try {
        task = await getTask(jobId, { signal: ended.signal });
        failures = 0;
        failure = undefined;
      } catch (error) {
        if (ended.signal.aborted) continue;
        if (!mayPass(error) || ++failures === maxFailures) throw error;
        failure = error;
        if (error instanceof ThrottledError) askedToWaitMs = error.retryAfterMs ?? 0;
      }
      if (task && failures === 0) {
        await onUpdate?.(task);
        if (hasEnded(task)) return task;
      }
      const pause = Math.max(askedToWaitMs, delay * (1 - clock.random() / 2));
      delay = Math.min(maxDelayMs, delay * 1.5);
      // Whoever wakes does not know what AI Core asked for: that pause is kept.
      await clock.sleep(pause, (askedToWaitMs > 0 ? undefined : wake) ?? ended.signal);
      if (wake?.aborted) {
        wake = undefined;
        delay = minDelayMs;
      }
    }
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

/**
 * Whether a run is over and succeeded.
 *
 * @throws {@link JobFailedError} or {@link JobCanceledError}
 */
function hasEnded(task: Task): boolean {
  const state = taskState(task);
  if (state === 'failed') throw new JobFailedError(task);
  if (state === 'canceled') throw new JobCanceledError(task);
  // Encrypted results may be all there is to tell success from failure: then the caller finds out.
  return state === 'succeeded' || /^\s*finished\s*$/i.test(task.status);
}

/** A signal that is aborted when the wait is woken, or has ended. */
function whenWoken(wake: Wake, jobId: string, ended: AbortSignal): AbortSignal {
  const woken = new AbortController();
  // Whether it throws at once or later is all the same.
  void (async () => wake(jobId, { signal: ended }))().then(
    () => woken.abort(),
    () => {},
  );
  return AbortSignal.any([ended, woken.signal]);
}

function aborted(jobId: string, { reason }: AbortSignal): AbortedError {
  return new AbortedError(`Waiting for job ${jobId} was aborted by the caller.`, undefined, {
    cause: reason,
  });
}

function mayPass(error: unknown): boolean {
  if (error instanceof ServerError) return [502, 503, 504].includes(error.status ?? 0);
  return error instanceof NetworkError || error instanceof TimeoutError || error instanceof ThrottledError;
}
