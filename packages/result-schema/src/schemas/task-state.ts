/** Where a task stands, whatever words AI Core used for it. */
export type TaskState = 'pending' | 'in-progress' | 'succeeded' | 'failed' | 'canceled' | 'unknown';

/** What {@link taskState} looks at. A `Task` and a `ResultFile` fit. */
export interface TaskStateFields {
  readonly status?: string;
  readonly success?: boolean;
  readonly error?: string;
  readonly is_canceled?: boolean;
  readonly is_encrypted?: boolean;
}

/**
 * Tells where a task stands.
 *
 * - Letter case does not matter; `Canceled`, `Cancelled` and `is_canceled` are all `canceled`.
 * - A finished task succeeded only if `success` is true. Where `success` is missing, `error` decides; without either it
 *   succeeded, unless its results are encrypted and nobody can tell (`unknown`).
 * - A status nobody has heard of is `unknown`; read `task.status` for AI Core's own word.
 *
 * Source: AI Core wire contract, section 11.
 *
 * @example
 * ```ts
 * taskState({ status: 'Finished', success: false, error: 'no rows' }); //=> 'failed'
 * ```
 */
export function taskState(task: TaskStateFields): TaskState {
  const status = task.status
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
  if (task.is_canceled === true || status === 'canceled' || status === 'cancelled') return 'canceled';
  if (status === 'pending') return 'pending';
  if (status === 'in progress') return 'in-progress';
  if (status !== 'finished') return 'unknown';
  if (task.success !== undefined) return task.success ? 'succeeded' : 'failed';
  if (task.error !== undefined) return 'failed';
  return task.is_encrypted ? 'unknown' : 'succeeded';
}
