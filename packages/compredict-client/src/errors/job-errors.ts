import type { Task } from '@x/result-schema';
import { redactText } from '../http/redact.ts';
import { AiCoreError, hide } from './ai-core-error.ts';

/** The job ran and failed. */
export class JobFailedError extends AiCoreError {
  override readonly name = 'JobFailedError';
  readonly code = 'JobFailed';
  readonly jobId: string;
  /** The task as AI Core last told it. Not enumerable: its `callback_param` may hold form fields. */
  declare readonly task: Task;

  constructor(task: Task) {
    super(`Job ${task.job_id} failed: ${redactText(task.error ?? 'AI Core gave no reason')}`);
    this.jobId = task.job_id;
    hide(this, 'task', task);
  }
}

/** The job was canceled, by this client or by somebody else. */
export class JobCanceledError extends AiCoreError {
  override readonly name = 'JobCanceledError';
  readonly code = 'JobCanceled';
  readonly jobId: string;
  /** The task as AI Core last told it. Not enumerable: its `callback_param` may hold form fields. */
  declare readonly task: Task;

  constructor(task: Task) {
    super(`Job ${task.job_id} was canceled.`);
    this.jobId = task.job_id;
    hide(this, 'task', task);
  }
}

/** The job did not end within `timeout`. It goes on: wait for it again, or cancel it. */
export class WaitTimeoutError extends AiCoreError {
  override readonly name = 'WaitTimeoutError';
  readonly code = 'WaitTimedOut';
  readonly jobId: string;
  /** The task as AI Core last told it, if it ever did. Not enumerable. */
  declare readonly task?: Task;

  constructor(jobId: string, timeoutMs: number, task: Task | undefined, options?: ErrorOptions) {
    const state = task
      ? `its status is still ${redactText(task.status)}`
      : 'AI Core did not say how it stands';
    super(`Job ${jobId} did not end within ${timeoutMs} ms; ${state}.`, undefined, options);
    this.jobId = jobId;
    if (task) hide(this, 'task', task);
  }
}
