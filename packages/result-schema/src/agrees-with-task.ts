import { isPlainObject } from './is-plain-object.ts';
import type { ResultFile } from './schemas/result-file.ts';
import type { Task } from './schemas/task.ts';
import { taskState } from './schemas/task-state.ts';

/**
 * Whether a delivered result says what AI Core says of the same job: the same id, outcome, error and results, and the same
 * evaluations and monitors where both tell some. It is the only way to know an altered result for one, as AI Core signs
 * nothing; it costs a request, and AI Core keeps tasks for some days only.
 *
 * Compares JSON: give the result as the schema `ResultFile` yields it, not with results that your own schema transformed.
 *
 * @example
 * ```ts
 * if (!agreesWithTask(result, await aiCore.getTask(result.job_id))) quarantine(result);
 * ```
 */
export function agreesWithTask(result: ResultFile<unknown>, task: Task): boolean {
  return (
    result.job_id === task.job_id &&
    result.success === (taskState(task) === 'succeeded') &&
    ('error' in result ? result.error : undefined) === task.error &&
    isSameJson(computed(result.results), computed(task.results)) &&
    (['evaluations', 'monitors'] as const).every(
      (key) => result[key] === undefined || task[key] === undefined || isSameJson(result[key], task[key]),
    )
  );
}

/** The results alone. In a delivered file they also hold the evaluations (wire contract, section 7). */
function computed(results: unknown): unknown {
  if (!isPlainObject(results)) return results;
  const { evaluations: _evaluations, monitors: _monitors, ...others } = results;
  return others;
}

function isSameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
  }
  if (isPlainObject(a) && isPlainObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]))
    );
  }
  return a === b;
}
