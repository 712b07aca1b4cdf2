import type * as v from 'valibot';
import { createResultSchema } from './create-result-schema.ts';
import type { FailedResult, SucceededResult } from './result-file-base.ts';
import { Results } from './results.ts';

/**
 * The JSON document that AI Core delivers to a callback: the file in your bucket. `success` is always there (worked out
 * by the rules of `taskState` where AI Core left it away) and tells the two kinds apart.
 */
export type ResultFile<TResults = Results, TParam = unknown> =
  | SucceededResult<TResults, TParam>
  | FailedResult<TParam>;

/**
 * Schema of {@link ResultFile}. Takes `reference` for `job_id` and `predictions` for `results`; keeps unknown keys.
 * A run that succeeded must have results.
 */
export const ResultFile: v.GenericSchema<unknown, ResultFile> = createResultSchema({ results: Results });
