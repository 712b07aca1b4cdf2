import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';
import { Task } from './task.ts';

/** The answer to a queued predict or fit, as a {@link Task}: AI Core sends the `job_id` alone, which means `Pending`. */
export type Queued = Task;

/** Schema of {@link Queued}. */
export const Queued: v.GenericSchema<unknown, Queued> = v.pipe(
  v.unknown(),
  v.transform((body) => (isPlainObject(body) ? { ...body, status: body.status ?? 'Pending' } : body)),
  Task,
);
