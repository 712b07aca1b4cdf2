import { randomUUID } from 'node:crypto';

/** The states of a task, spelled as AI Core spells them. */
export type JobStatus = 'Pending' | 'In Progress' | 'Finished' | 'Canceled';

/** What a run computed. */
export interface RunResult {
  readonly results: Readonly<Record<string, unknown>>;
  readonly evaluations: Readonly<Record<string, unknown>>;
  readonly monitors: Readonly<Record<string, unknown>>;
}

/** How a job ended. */
export type Outcome =
  | ({ readonly success: true } & RunResult)
  | { readonly success: false; readonly error: string };

/** A queued run. */
export interface Job {
  readonly id: string;
  /** As it may be shown: without form fields. */
  readonly callbackParam: unknown;
  status: JobStatus;
  /** Set when it is Finished. */
  outcome?: Outcome;
  /** Aborts the work in hand. */
  readonly controller: AbortController;
}

/** A job that waits for its turn. */
export const createJob = (callbackParam: unknown = null): Job => ({
  id: randomUUID(),
  callbackParam,
  status: 'Pending',
  controller: new AbortController(),
});

/** AI Core writes no evaluations as an empty list, not as an empty object. */
const listed = (evaluations: RunResult['evaluations']): unknown =>
  Object.keys(evaluations).length > 0 ? evaluations : [];

/** The body of an instant answer: wire contract, section 6. It must not have a `job_id`. */
export const instantBody = ({ results, evaluations, monitors }: RunResult): Record<string, unknown> => ({
  results,
  evaluations: listed(evaluations),
  monitors,
  is_encrypted: false,
});

/** The body of a task: wire contract, section 6. */
export function taskBody({ id, status, outcome, callbackParam }: Job): Record<string, unknown> {
  const head = { job_id: id, status };
  if (outcome === undefined) return { ...head, callback_param: callbackParam };
  if (!outcome.success) return { ...head, ...outcome, callback_param: callbackParam };
  return {
    ...head,
    success: true,
    ...instantBody(outcome),
    // The official Python client reads `predictions`, its fixtures have `results` (section 10).
    predictions: outcome.results,
    callback_param: callbackParam,
  };
}

/** The body that is delivered: wire contract, section 7. Evaluations, if any, are inside the results. */
export function callbackBody(
  { id, status }: Job,
  outcome: Outcome,
  callbackParam: unknown,
): Record<string, unknown> {
  const head = { job_id: id, status, callback_param: callbackParam, success: outcome.success };
  if (!outcome.success) return { ...head, error: outcome.error };
  const evaluated = Object.keys(outcome.evaluations).length > 0;
  return {
    ...head,
    results: evaluated ? { ...outcome.results, evaluations: outcome.evaluations } : outcome.results,
  };
}
