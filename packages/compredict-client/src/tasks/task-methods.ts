import type { InstantResult, Results, Task } from '@x/result-schema';
import type { Session } from '../auth/session.ts';
import type { CallOptions } from '../call-options.ts';
import type { RunResult } from '../runs/run-answer.ts';
import type { WithResults } from '../typed-algorithms/algorithm-types.ts';
import { taskRequest } from './get-task.ts';
import { type JobReference, jobIdOf } from './job-reference.ts';
import { waitForTask } from './wait-for-task.ts';
import type { WaitOptions } from './wait-options.ts';

/** Queued runs. */
export interface TaskMethods {
  /** How a run stands. AI Core forgets tasks after about three days: `NotFoundError`. */
  getTask(job: JobReference, options?: CallOptions): Promise<Task>;
  /** Cancels a run. `taskState` of the answer is `canceled` if that was possible. */
  cancelTask(job: JobReference, options?: CallOptions): Promise<Task>;
  /**
   * Waits until a run has ended, and answers its task, which succeeded. (Where nothing but encrypted results would tell
   * whether it did, it is answered too.)
   *
   * A poll that fails for a reason that may pass is repeated: a lost connection, a timeout, 429, 502, 503, 504. After five
   * of these in a row the last one is thrown.
   *
   * @throws {@link JobFailedError} or {@link JobCanceledError}, which carry the task.
   * @throws {@link WaitTimeoutError} after `timeout`. The run goes on.
   */
  waitForTask(job: JobReference, options?: WaitOptions): Promise<Task>;
  /**
   * What `runAlgorithm` answered, with its results: at once where AI Core computed them at once, otherwise as
   * {@link waitForTask} does. The answer may come from another process, as JSON.
   *
   * @example
   * ```ts
   * const { results } = await aiCore.runAlgorithm('axle-load', { features }).then(aiCore.waitForRun);
   * ```
   */
  waitForRun<TResults = Results>(
    run: RunResult<TResults>,
    options?: WaitOptions,
  ): Promise<WithResults<Task | InstantResult, TResults>>;
}

/** Makes {@link TaskMethods}. */
export function taskMethods(session: Session): TaskMethods {
  const getTask: TaskMethods['getTask'] = async (job, options = {}) =>
    taskRequest(session, 'GET', jobIdOf(job), options);
  const wait: TaskMethods['waitForTask'] = async (job, options = {}) =>
    waitForTask(jobIdOf(job), getTask, options);

  return {
    getTask,
    cancelTask: async (job, options = {}) => taskRequest(session, 'DELETE', jobIdOf(job), options),
    waitForTask: wait,
    async waitForRun<TResults>(run: RunResult<TResults>, options?: WaitOptions) {
      const ended = run.kind === 'result' ? run.result : await wait(run.task, options);
      // What is known of the results is known to the compiler alone.
      return ended as WithResults<Task | InstantResult, TResults>;
    },
  };
}
