import { type KeyObject, randomUUID } from 'node:crypto';
import { encryptText } from './encrypt-result.ts';

/** The states of a task, spelled as AI Core spells them. */
export type JobStatus = 'Pending' | 'In Progress' | 'Finished' | 'Canceled';

/** What a run computed. */
export interface RunResult {
  readonly results: Readonly<Record<string, unknown>>;
  readonly evaluations: Readonly<Record<string, unknown>>;
  readonly monitors: Readonly<Record<string, unknown>>;
}

/** A result as it leaves AI Core: wire contract, section 6. It must not have a `job_id`. */
export interface ResultBody {
  readonly results: unknown;
  readonly evaluations: unknown;
  readonly monitors: unknown;
  readonly is_encrypted: boolean;
}

/** How a job ended. */
export type Outcome =
  | { readonly success: true; readonly body: ResultBody }
  | { readonly success: false; readonly error: string };

/** Where a job comes from. */
export interface JobOrigin {
  /** The user who sent it, and alone may see it. */
  readonly owner: string;
  readonly algorithmId: string;
  readonly purpose: 'predict' | 'fit';
  readonly createdAt: Date;
  /** As it may be shown: without form fields. `null` if there was none. */
  readonly callbackParam: unknown;
}

/** A queued run. */
export interface Job extends JobOrigin {
  readonly id: string;
  status: JobStatus;
  /** When it was Finished or Canceled. */
  endedAt?: Date;
  /** Set when it is Finished. */
  outcome?: Outcome;
  /** Aborts the work in hand. */
  readonly controller: AbortController;
}

/** A job that waits for its turn. */
export const createJob = (origin: JobOrigin): Job => ({
  ...origin,
  id: randomUUID(),
  status: 'Pending',
  controller: new AbortController(),
});

/** A job as it is shown to whoever runs the sandbox. Holds no secret, no features and no results. */
export interface JobRecord {
  readonly id: string;
  readonly username: string;
  readonly algorithmId: string;
  readonly purpose: 'predict' | 'fit';
  readonly status: JobStatus;
  readonly createdAt: Date;
  /** When it was Finished or Canceled. */
  readonly endedAt?: Date;
  /** Why it failed; absent unless it is Finished without success. */
  readonly error?: string;
}

/** What is shown of a job. */
export function jobRecord({
  id,
  owner,
  algorithmId,
  purpose,
  status,
  createdAt,
  endedAt,
  outcome,
}: Job): JobRecord {
  return {
    id,
    username: owner,
    algorithmId,
    purpose,
    status,
    createdAt,
    ...(endedAt && { endedAt }),
    ...(outcome?.success === false && { error: outcome.error }),
  };
}

/**
 * The result of a run, in the clear or, for v1, with its three parts encrypted: wire contract, sections 6 and 8.
 *
 * @param key - The user's public key, if the result is to be encrypted.
 */
export function resultBody({ results, evaluations, monitors }: RunResult, key?: KeyObject): ResultBody {
  const part = (value: unknown): unknown => (key ? encryptText(JSON.stringify(value), key) : value);
  return {
    results: part(results),
    // AI Core writes no evaluations as an empty list, not as an empty object.
    evaluations: part(Object.keys(evaluations).length > 0 ? evaluations : []),
    monitors: part(monitors),
    is_encrypted: key !== undefined,
  };
}

/**
 * The body of an instant answer.
 *
 * `predictions` on top level is where clients of v1 look.
 */
export const instantBody = (body: ResultBody, version: 'v1' | 'v2'): Record<string, unknown> => ({
  ...body,
  ...(version === 'v1' ? { predictions: body.results } : {}),
});

/** The body of a task: wire contract, section 6. */
export function taskBody({ id, status, outcome, callbackParam }: Job): Record<string, unknown> {
  const head = { job_id: id, status };
  if (outcome === undefined) return { ...head, callback_param: callbackParam };
  if (!outcome.success) return { ...head, ...outcome, callback_param: callbackParam };
  const { body } = outcome;
  return {
    ...head,
    success: true,
    ...body,
    // The official Python client reads `predictions`, its fixtures have `results` (section 10).
    predictions: body.results,
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
  const { results, evaluations, is_encrypted } = outcome.body;
  // Nothing can be put into what is encrypted: it goes beside it.
  if (is_encrypted) return { ...head, results, evaluations, is_encrypted };
  const evaluated = !Array.isArray(evaluations);
  return { ...head, results: evaluated ? { ...(results as object), evaluations } : results };
}
