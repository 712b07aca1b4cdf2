import { InvalidArgumentError } from '../../errors/input-errors.ts';
import { JobCanceledError, JobFailedError } from '../../errors/job-errors.ts';
import { JournalError } from '../../errors/journal-error.ts';
import { ThrottledError } from '../../errors/response-errors.ts';
import { UncertainRunError } from '../../errors/uncertain-run-error.ts';
import type { GetTask } from '../../tasks/get-task.ts';
import { waitForTask } from '../../tasks/wait-for-task.ts';
import type { RunResult } from '../run-answer.ts';
import { type BatchRecord, openRecord } from './batch-record.ts';
import {
  type CheckedManyOptions,
  checkManyOptions,
  type RunManyOptions,
  type RunManyOutcome,
} from './many-options.ts';
import { type Items, mapUnordered, type Work } from './map-unordered.ts';
import { type SubmitRun, submitItem } from './submit-item.ts';
import { throttleGate } from './throttle-gate.ts';

/** What a batch does with AI Core. */
export interface BatchCalls {
  readonly run: SubmitRun;
  /** Asks once: a batch holds all its requests back when one is refused, so that none may be repeated below. */
  readonly getTask: GetTask;
  readonly now: () => Date;
}

/** Runs an algorithm for every item. The outcome of an item counts as handled when the loop asks for the next. */
export async function* runMany<T>(
  algorithm: string,
  items: Items<T>,
  options: RunManyOptions<T>,
  calls: BatchCalls,
): AsyncGenerator<RunManyOutcome<T>, void, undefined> {
  const checked = checkManyOptions(options);
  const record = await openRecord(checked.journal, algorithm, calls.now);
  try {
    const work = workOf(checked, calls, record);
    for await (const outcome of mapUnordered(items, checked.concurrency, work, checked.signal)) {
      if (outcome === undefined) continue;
      yield outcome;
      if (outcome.ok || hasRun(outcome.error)) await record.add(outcome.key, { state: 'handled' });
    }
  } finally {
    await record.close();
  }
}

/** What is done for each item; undefined for one whose outcome an earlier process handed over. */
function workOf<T>(
  options: CheckedManyOptions<T>,
  calls: BatchCalls,
  record: BatchRecord,
): Work<T, RunManyOutcome<T> | undefined> {
  const { wait, clock } = options;
  const gate = throttleGate(clock);
  const keys = new Set<string>();

  const submit = async (item: T, key: string, left: AbortSignal): Promise<RunResult> => {
    if (keys.has(key)) throw new InvalidArgumentError('key', `Two items have the key ${key}.`);
    keys.add(key);
    const standing = record.standing(key);
    if (standing.state === 'accepted') {
      return { kind: 'task', task: { job_id: standing.job_id, status: 'Pending', callback_param: null } };
    }
    if (standing.state === 'sending' && options.uncertain === 'report') throw new UncertainRunError(key);
    return submitItem(item, key, { options, run: calls.run, gate, record, left });
  };

  const getTask: GetTask = async (jobId, call) => {
    for (;;) {
      await gate.pass(call.signal);
      try {
        return await calls.getTask(jobId, call);
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        gate.shut(error.retryAfterMs);
      }
    }
  };

  return async (item, left) => {
    const key = options.key(item);
    if (record.standing(key).state === 'handled') return undefined;
    try {
      const run = await submit(item, key, left);
      if (run.kind === 'result') return { key, item, ok: true, data: run.result };
      if (wait === false) return { key, item, ok: true, data: run.task };
      const data = await waitForTask(run.task.job_id, getTask, { ...wait, signal: left, clock });
      return { key, item, ok: true, data };
    } catch (error) {
      // Without its journal the batch must not go on.
      if (error instanceof JournalError) throw error;
      const failure = error instanceof Error ? error : new Error('`run` threw no error.', { cause: error });
      return { key, item, ok: false, error: failure };
    }
  };
}

/** Whether there is an outcome of the run itself. Any other failure is worth another try by the next process. */
function hasRun(error: Error): boolean {
  return error instanceof JobFailedError || error instanceof JobCanceledError;
}
