import * as v from 'valibot';
import type { FailedResult, SucceededResult } from './result-file-base.ts';
import type { StandardIssue, StandardSchema } from './standard-schema.ts';
import { Task } from './task.ts';
import { taskState } from './task-state.ts';

/** Options of {@link createResultSchema}. */
export interface ResultSchemaOptions<TResults> {
  /**
   * The shape of `results`: any Standard Schema (valibot, zod, arktype …) that validates synchronously. It is applied to
   * runs that succeeded; a failed run may carry anything.
   */
  readonly results: StandardSchema<TResults>;
}

/**
 * A schema of the result file whose `results` are yours. Give it to `parseResult`, or to whatever takes a schema.
 *
 * @throws TypeError at validation when `results` validates asynchronously.
 *
 * @example
 * ```ts
 * const LoadResult = createResultSchema({ results: v.object({ load: numberArray() }) });
 * const result = parseResult(text, { schema: LoadResult });
 * if (result.success) result.results.load; // number[]
 * ```
 */
export function createResultSchema<TResults>(
  options: ResultSchemaOptions<TResults>,
): v.GenericSchema<unknown, SucceededResult<TResults> | FailedResult> {
  const { validate } = options.results['~standard'];
  return v.pipe(
    Task,
    v.rawTransform(({ dataset, addIssue, NEVER }): SucceededResult<TResults> | FailedResult => {
      const { results, ...task } = dataset.value;
      // The contract states `success`; where it is missing nobody should crash over it.
      const success = task.success ?? taskState(task) === 'succeeded';
      if (!success) return { ...task, success, ...(results === undefined ? {} : { results }) };
      const checked = validate(results);
      if (checked instanceof Promise) {
        throw new TypeError('The schema of `results` validates asynchronously. Use a synchronous one.');
      }
      if (!checked.issues) return { ...task, success, results: checked.value };
      for (const issue of checked.issues) addIssue(issueOfResults(issue));
      return NEVER;
    }),
  );
}

/** The same issue, as one of the whole file. Its message is not taken over: it may quote the value. */
function issueOfResults(issue: StandardIssue): IssueInfo {
  const expected =
    'expected' in issue && typeof issue.expected === 'string'
      ? issue.expected
      : 'what the results schema asks for';
  const keys = ['results', ...(issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step))];
  const path = keys.map(
    (key): v.UnknownPathItem => ({
      type: 'unknown',
      origin: 'value',
      input: undefined,
      key,
      value: undefined,
    }),
  );
  return {
    expected,
    message: `Expected ${expected}`,
    path: path as [v.UnknownPathItem, ...v.UnknownPathItem[]],
  };
}

interface IssueInfo {
  readonly expected: string;
  readonly message: string;
  readonly path: [v.UnknownPathItem, ...v.UnknownPathItem[]];
}
