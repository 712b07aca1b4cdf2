import { InstantResult, Queued, type Results, type Task } from '@x/result-schema';
import * as v from 'valibot';
import type { WithResults } from '../typed-algorithms/algorithm-types.ts';

/**
 * The answer to a run: queued, or computed at once. AI Core decides, by the size of the features among other things.
 *
 * Plain JSON. A queued one holds no secret: store it, and wait for it in another process.
 */
export type RunResult<TResults = Results> =
  | { readonly kind: 'task'; readonly task: WithResults<Task, TResults> }
  | { readonly kind: 'result'; readonly result: WithResults<InstantResult, TResults> };

/**
 * Schema of the answer to a predict. A `job_id` alone makes it a task: the status is not stated, and instant results have
 * no `job_id` (AI Core wire contract, sections 4 and 11).
 */
export const RunAnswer: v.GenericSchema<unknown, RunResult> = v.lazy((body) =>
  typeof body === 'object' && body !== null && ('job_id' in body || 'reference' in body)
    ? QueuedRun
    : InstantRun,
);

const QueuedRun: v.GenericSchema<unknown, RunResult> = v.pipe(
  Queued,
  // An AI Core that echoes the callbacks would put credentials into what is meant to be stored.
  v.transform(({ callback_url, ...task }: Task & { readonly callback_url?: unknown }) => {
    return { kind: 'task', task: { ...task, callback_param: null } } as const;
  }),
);

const InstantRun: v.GenericSchema<unknown, RunResult> = v.pipe(
  InstantResult,
  v.transform((result) => ({ kind: 'result', result }) as const),
);
