import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';
import { InstantResult } from './instant-result.ts';
import { ResultFile } from './result-file.ts';
import { Task } from './task.ts';

/**
 * Tells a result file as `parseResult` answers it. A document that would have to be settled first, by an alias or a default,
 * is none: its properties are not yet what the type says.
 */
export function isResultFile(value: unknown): value is ResultFile {
  return isSettled(ResultFile, value);
}

/** Tells a task as the schema `Task` yields it. */
export function isTask(value: unknown): value is Task {
  return isSettled(Task, value);
}

/** Tells an instant result as the schema `InstantResult` yields it. */
export function isInstantResult(value: unknown): value is InstantResult {
  return isSettled(InstantResult, value);
}

function isSettled(schema: v.GenericSchema<unknown, object>, value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { success, output } = v.safeParse(schema, value);
  if (!success || !isPlainObject(output)) return false;
  // Settling adds and drops keys, and changes texts; what lies below the keys stays.
  const keys = Object.keys({ ...value, ...output });
  return keys.every(
    (key) =>
      Object.hasOwn(value, key) &&
      Object.hasOwn(output, key) &&
      (typeof value[key] === 'object' || value[key] === output[key]),
  );
}
