import { isAiCoreError } from '../../errors/ai-core-error.ts';
import { AbortedError, BodyError } from '../../errors/connection-errors.ts';
import { ThrottledError } from '../../errors/response-errors.ts';
import { wasNeverConnected } from '../../http/connection-error.ts';
import type { RunResult } from '../run-answer.ts';
import type { RunOptions } from '../run-options.ts';
import type { BatchRecord } from './batch-record.ts';
import type { CheckedManyOptions } from './many-options.ts';
import type { ThrottleGate } from './throttle-gate.ts';

/** What submitting an item needs. */
export interface Submission<T> {
  readonly options: CheckedManyOptions<T>;
  readonly run: (options: RunOptions) => Promise<RunResult>;
  readonly gate: ThrottleGate;
  readonly record: BatchRecord;
}

/** Submits an item, again and again while AI Core has too many requests: what it refused it has not accepted. */
export async function submitItem<T>(item: T, key: string, submission: Submission<T>): Promise<RunResult> {
  const { options, run, gate, record } = submission;
  const { clock, throttleTimeout, signal = new AbortController().signal } = options;
  const since = clock.now();
  for (;;) {
    await gate.pass(signal);
    if (signal.aborted) throw new AbortedError('Aborted by the caller.', undefined, { cause: signal.reason });
    const own = await options.run(item);
    await record.add(key, { state: 'sending' });
    try {
      const answer = await run({
        ...own,
        signal: own.signal ? AbortSignal.any([own.signal, signal]) : signal,
      });
      // Nothing comes before this: a crash between AI Core's acceptance and this entry doubles the run.
      if (answer.kind === 'task') await record.add(key, { state: 'accepted', job_id: answer.task.job_id });
      gate.relax();
      return answer;
    } catch (error) {
      if (wasRefused(error)) await record.add(key, { state: 'refused' });
      const patient = throttleTimeout === false || clock.now() - since < throttleTimeout;
      if (!(error instanceof ThrottledError && patient)) throw error;
      gate.shut(error.retryAfterMs);
    }
  }
}

/** Whether AI Core is known not to have queued the run: it said so, or did not get it, or not all of it. */
function wasRefused(error: unknown): boolean {
  if (!isAiCoreError(error)) return false;
  if (error instanceof BodyError || wasNeverConnected(error)) return true;
  const { status, method } = error;
  return status === undefined ? method === undefined : status >= 400 && status < 500;
}
