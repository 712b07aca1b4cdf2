import * as v from 'valibot';
import type { FailedResult, SucceededResult } from './result-file-base.ts';
import type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';
import { Task } from './task.ts';
import { taskState } from './task-state.ts';

/** Options of {@link createResultSchema}. */
export interface ResultSchemaOptions<TResults, TParam = unknown> {
  /**
   * The shape of `results`: any Standard Schema (valibot, zod, arktype …) that validates synchronously. It is applied to
   * runs that succeeded; a failed run may carry anything.
   */
  readonly results: StandardSchema<TResults>;
  /**
   * The shape of `callback_param`, which you sent and AI Core echoed: null where you sent none, and a list where it echoes
   * those of several callbacks.
   *
   * @default anything
   */
  readonly callbackParam?: StandardSchema<TParam>;
}

/**
 * A schema of the result file whose `results`, and `callback_param` if you like, are yours. Give it to `parseResult`, or to
 * whatever takes a schema.
 *
 * @throws TypeError at validation when one of the schemas validates asynchronously.
 *
 * @example
 * ```ts
 * const LoadResult = createResultSchema({ results: v.object({ load: numberArray() }) });
 * const result = parseResult(text, { schema: LoadResult });
 * if (result.success) result.results.load; // number[]
 * ```
 */
export function createResultSchema<TResults, TParam = unknown>(
  options: ResultSchemaOptions<TResults, TParam>,
): v.GenericSchema<unknown, SucceededResult<TResults, TParam> | FailedResult<TParam>> {
  // Without a schema TParam is unknown, which is what this one yields; the compiler cannot see that.
  const callbackParam =
    options.callbackParam ?? (v.unknown() as StandardSchema<unknown> as StandardSchema<TParam>);
  return v.pipe(
    Task,
    v.rawTransform(
      ({ dataset, addIssue, NEVER }): SucceededResult<TResults, TParam> | FailedResult<TParam> => {
        const { results, callback_param, ...task } = dataset.value;
        // The contract states `success`; where it is missing nobody should crash over it.
        const success = task.success ?? taskState(task) === 'succeeded';
        const param = validate(callbackParam, callback_param);
        const checked = success ? validate(options.results, results) : undefined;
        for (const issue of param.issues ?? []) addIssue(issueUnder('callback_param', issue));
        for (const issue of checked?.issues ?? []) addIssue(issueUnder('results', issue));
        if (param.issues || checked?.issues) return NEVER;
        const base = { ...task, callback_param: param.value };
        if (checked) return { ...base, success: true, results: checked.value };
        return { ...base, success: false, ...(results === undefined ? {} : { results }) };
      },
    ),
  );
}

function validate<T>(schema: StandardSchema<T>, value: unknown): StandardResult<T> {
  const result = schema['~standard'].validate(value);
  if (!(result instanceof Promise)) return result;
  throw new TypeError('A schema of the result validates asynchronously. Use a synchronous one.');
}

/** The same issue, as one of the whole file. Its message is not taken over: it may quote the value. */
function issueUnder(key: string, issue: StandardIssue): IssueInfo {
  const expected =
    'expected' in issue && typeof issue.expected === 'string'
      ? issue.expected
      : `what the ${key} schema asks for`;
  const keys = [key, ...(issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step))];
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
