import { isAiCoreError } from '../../errors/ai-core-error.ts';
import { BodyError } from '../../errors/connection-errors.ts';
import { ThrottledError } from '../../errors/response-errors.ts';
import { wasNeverConnected } from '../../http/connection-error.ts';
import type { RunResult } from '../run-answer.ts';
import type { RunOptions } from '../run-options.ts';
import type { BatchRecord } from './batch-record.ts';
import type { CheckedManyOptions } from './many-options.ts';
import type { ThrottleGate } from './throttle-gate.ts';
import { throwIfLeft, unlessLeft } from './unless-left.ts';

/** Submits a run. `beforeSend` is waited for when all is there that it takes, before anything of the run is sent. */
export type SubmitRun = (options: RunOptions, beforeSend: () => Promise<void>) => Promise<RunResult>;

/** What submitting an item needs. */
export interface Submission<T> {
  readonly options: CheckedManyOptions<T>;
  readonly run: SubmitRun;
  readonly gate: ThrottleGate;
  readonly record: BatchRecord;
  /** Aborted when nobody will take the outcome: what has not been sent by then is not sent any more. */
  readonly left: AbortSignal;
}

/** Submits an item, again and again while AI Core has too many requests: what it refused it has not accepted. */
export async function submitItem<T>(item: T, key: string, submission: Submission<T>): Promise<RunResult> {
  const { options, run, gate, record, left } = submission;
  const { clock, throttleTimeout, signal = new AbortController().signal } = options;
  const since = clock.now();
  for (;;) {
    await gate.pass(left);
    const own = await unlessLeft(async () => options.run(item), left);
    let begun = false;
    // It comes once more where the run is sent again with a new token.
    const beforeSend = async () => {
      if (begun) return;
      throwIfLeft(left);
      await record.add(key, { state: 'sending' });
      begun = true;
      throwIfLeft(left);
    };
    try {
      // Not `left`: the answer to what is being sent is waited for, so that it can be recorded.
      const ends = own.signal ? AbortSignal.any([own.signal, signal]) : signal;
      const answer = await run({ ...own, signal: ends }, beforeSend);
      // Nothing comes before this: a crash between AI Core's acceptance and this entry doubles the run.
      if (answer.kind === 'task') await record.add(key, { state: 'accepted', job_id: answer.task.job_id });
      else await record.add(key, { state: 'answered' });
      gate.relax();
      return answer;
    } catch (error) {
      if (begun && wasRefused(error)) await record.add(key, { state: 'refused' });
      const patient = throttleTimeout === false || clock.now() - since < throttleTimeout;
      if (!(error instanceof ThrottledError && patient)) throw error;
      gate.shut(error.retryAfterMs);
    }
  }
}

/** Whether AI Core is known not to have queued a run: it said so, or did not get it, or not all of it. */
function wasRefused(error: unknown): boolean {
  if (!isAiCoreError(error)) return false;
  if (error instanceof BodyError || wasNeverConnected(error)) return true;
  const { status, url } = error;
  // Of no request, or of another one: for the new token that the run was refused without.
  if (!url?.endsWith('/predict')) return true;
  return status !== undefined && status >= 400 && status < 500;
}
