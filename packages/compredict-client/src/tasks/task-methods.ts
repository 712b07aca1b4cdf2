import { Task } from '@x/result-schema';
import * as v from 'valibot';
import { pathSegment } from '../algorithms/path-segment.ts';
import type { Session } from '../auth/session.ts';
import type { CallOptions } from '../call-options.ts';
import { readJson } from '../http/read-json.ts';
import { type WaitOptions, waitForTask } from './wait-for-task.ts';

/** Queued runs. */
export interface TaskMethods {
  /** How a run stands. AI Core forgets tasks after about three days: `NotFoundError`. */
  getTask(jobId: string, options?: CallOptions): Promise<Task>;
  /** Cancels a run. `taskState` of the answer is `canceled` if that was possible. */
  cancelTask(jobId: string, options?: CallOptions): Promise<Task>;
  /**
   * Waits until a run has ended, and answers its task, which succeeded.
   *
   * A poll that fails for a reason that may pass is repeated: a lost connection, a timeout, 429, 502, 503, 504. After five
   * of these in a row the last one is thrown.
   *
   * @throws {@link JobFailedError} or {@link JobCanceledError}, which carry the task.
   * @throws {@link WaitTimeoutError} after `timeout`. The run goes on.
   */
  waitForTask(jobId: string, options?: WaitOptions): Promise<Task>;
}

/** Makes {@link TaskMethods}. */
export function taskMethods(session: Session): TaskMethods {
  const pathOf = (jobId: string) => `/algorithms/tasks/${pathSegment('jobId', jobId)}`;

  const getTask: TaskMethods['getTask'] = async (jobId, { signal, timeout: timeoutMs } = {}) =>
    readJson(await session.send({ method: 'GET', path: pathOf(jobId), signal, timeoutMs }), taskOf(jobId));

  return {
    getTask,
    async cancelTask(jobId, { signal, timeout: timeoutMs } = {}) {
      return readJson(
        await session.send({ method: 'DELETE', path: pathOf(jobId), signal, timeoutMs }),
        taskOf(jobId),
      );
    },
    waitForTask: (jobId, options = {}) => waitForTask(jobId, getTask, options),
  };
}

/** The task that was asked for: AI Core may leave its id away. */
function taskOf(jobId: string): v.GenericSchema<unknown, Task> {
  return v.pipe(
    v.unknown(),
    v.transform((body) =>
      typeof body === 'object' && body !== null && !('job_id' in body) && !('reference' in body)
        ? { ...body, job_id: jobId }
        : body,
    ),
    Task,
  );
}
