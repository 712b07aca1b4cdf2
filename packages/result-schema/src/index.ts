/**
 * What COMPREDICT AI Core sends back, typed and checked: result files, tasks, instant results, algorithms.
 *
 * @example
 * ```ts
 * import { parseResult } from '@x/result-schema';
 *
 * const result = parseResult('{"job_id":"7d1f","status":"Finished","success":true,"results":{"load":[0.9]}}');
 * if (result.success) console.log(result.results);
 * ```
 *
 * @module
 */
export { Algorithm } from './algorithm.ts';
export { AlgorithmVersion, MonitoringTool } from './algorithm-version.ts';
export { createResultSchema, type ResultSchemaOptions } from './create-result-schema.ts';
export { Evaluations } from './evaluations.ts';
export { FormatNode } from './format-node.ts';
export { InstantResult } from './instant-result.ts';
export { listOf } from './list-of.ts';
export { Monitor, Monitors } from './monitors.ts';
export { numberArray } from './number-array.ts';
export { type ParseOutcome, type ParseResultOptions, parseResult, safeParseResult } from './parse-result.ts';
export { Queued } from './queued.ts';
export type { ResultInput } from './read-document.ts';
export { redactResult } from './redact-result.ts';
export { type FailedResult, ResultFile, type ResultFileBase, type SucceededResult } from './result-file.ts';
export {
  isResultParseError,
  type ResultIssue,
  ResultParseError,
  type ResultParseErrorCode,
} from './result-parse-error.ts';
export { Results } from './results.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';
export { Task } from './task.ts';
export { type TaskState, type TaskStateFields, taskState } from './task-state.ts';
