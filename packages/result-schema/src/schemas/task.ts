import * as v from 'valibot';
import { Evaluations } from './evaluations.ts';
import { JobId } from './job-id.ts';
import { Monitors } from './monitors.ts';
import { Results } from './results.ts';
import { settleBody } from './settle-body.ts';

/** A queued run: what `GET /algorithms/tasks/{job_id}` and the cancelling `DELETE` answer. */
export interface Task {
  readonly job_id: string;
  /**
   * AI Core's own word: `Pending`, `In Progress`, `Finished`, `Canceled`, or one not known yet. Ask `taskState(task)`
   * rather than comparing.
   */
  readonly status: string;
  /** Whether a finished run succeeded. */
  readonly success?: boolean;
  /** Why it failed. */
  readonly error?: string;
  /** What the algorithm computed (`results`, or `predictions` where AI Core sent only those). */
  readonly results?: Results;
  readonly evaluations?: Evaluations;
  readonly monitors?: Monitors;
  /** What was sent along with the callbacks, echoed. Null when there was nothing. */
  readonly callback_param: unknown;
  /** True only for API v1 accounts with a public key. */
  readonly is_encrypted?: boolean;
  /** Some answers say `Finished` here and mean canceled; `taskState` knows. */
  readonly is_canceled?: boolean;
}

/** Schema of {@link Task}. Takes `reference` for `job_id` and `predictions` for `results`; keeps unknown keys. */
export const Task: v.GenericSchema<unknown, Task> = v.pipe(
  v.unknown(),
  v.transform(settleBody),
  v.looseObject({
    job_id: JobId,
    status: v.string(),
    success: v.exactOptional(v.boolean()),
    error: v.exactOptional(v.string()),
    results: v.exactOptional(Results),
    evaluations: v.exactOptional(Evaluations),
    monitors: v.exactOptional(Monitors),
    callback_param: v.optional(v.unknown(), null),
    is_encrypted: v.exactOptional(v.boolean()),
    is_canceled: v.exactOptional(v.boolean()),
  }),
);
