import { type Task, taskState } from '@x/result-schema';
import type { CallOptions } from '../call-options.ts';
import { AbortedError, NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { InvalidArgumentError } from '../errors/input-errors.ts';
import { JobCanceledError, JobFailedError, WaitTimeoutError } from '../errors/job-errors.ts';
import { ServerError, ThrottledError } from '../errors/response-errors.ts';
import { type Clock, systemClock } from './clock.ts';

/** Options of `waitForTask`. */
export interface WaitOptions {
  /**
   * Milliseconds to wait for the end, more than 0; false for ever.
   *
   * @default 3600000 (an hour)
   */
  readonly timeout?: number | false;
  /** Gives up waiting at once, with `AbortedError`. The run goes on. */
  readonly signal?: AbortSignal;
  /** Told the task after each poll, the last one included. What it throws ends the wait. */
  readonly onUpdate?: (task: Task) => void;
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

/** Polls in a row that may fail for a reason that may pass. */
const maxFailures = 5;

/** Polls a task until it has ended. */
export async function waitForTask(
  jobId: string,
  getTask: (jobId: string, options: CallOptions) => Promise<Task>,
  options: WaitOptions,
): Promise<Task> {
  const {
    timeout = 3_600_000,
    signal,
    onUpdate,
    minDelayMs = 500,
    maxDelayMs = 15_000,
    clock = systemClock,
  } = options;
  if (timeout !== false && !(timeout > 0)) {
    throw new InvalidArgumentError('timeout', '`timeout` must be more than 0 milliseconds, or false.');
  }
  for (const [name, value] of Object.entries({ minDelayMs, maxDelayMs })) {
    if (!(value >= 0)) throw new InvalidArgumentError(name, `\`${name}\` must be 0 or more milliseconds.`);
  }

  // One controller ends whatever is under way, a poll or a pause, for the caller's abort and for the deadline.
  const ended = new AbortController();
  const end = () => ended.abort();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const deadline = timeout === false ? Number.POSITIVE_INFINITY : clock.now() + timeout;
  if (timeout !== false) void clock.sleep(timeout, ended.signal).then(end);

  let task: Task | undefined;
  let failure: unknown;
  let failures = 0;
  let delay = minDelayMs;
  try {
    for (;;) {
      if (signal?.aborted) throw aborted(jobId, signal);
      if (ended.signal.aborted || clock.now() >= deadline) {
        throw new WaitTimeoutError(jobId, Number(timeout), task, failure ? { cause: failure } : {});
      }
      let pause = delay * (1 - clock.random() / 2);
      try {
        task = await getTask(jobId, { signal: ended.signal });
        failures = 0;
        failure = undefined;
      } catch (error) {
        if (ended.signal.aborted) continue;
        if (!mayPass(error) || ++failures === maxFailures) throw error;
        failure = error;
        if (error instanceof ThrottledError) pause = Math.max(pause, error.retryAfterMs ?? 0);
      }
      if (task && failures === 0) {
        onUpdate?.(task);
        const state = taskState(task);
        if (state === 'succeeded') return task;
        if (state === 'failed') throw new JobFailedError(task);
        if (state === 'canceled') throw new JobCanceledError(task);
      }
      await clock.sleep(pause, ended.signal);
      delay = Math.min(maxDelayMs, delay * 1.5);
    }
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
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
