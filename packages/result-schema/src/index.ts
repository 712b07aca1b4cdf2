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

export { agreesWithTask } from './agrees-with-task.ts';
export {
  type ParseOutcome,
  type ParseResultOptions,
  parseResult,
  safeParseResult,
} from './read/parse-result.ts';
export type { ReadOptions } from './read/read-document.ts';
export type { ParsedDocument, ResultInput } from './read/result-input.ts';
export {
  isResultParseError,
  type ResultIssue,
  ResultParseError,
  type ResultParseErrorCode,
} from './read/result-parse-error.ts';
export type { ResultSource } from './read/result-source.ts';
export { redactResult } from './redact-result.ts';
export { Algorithm } from './schemas/algorithm.ts';
export { AlgorithmVersion, MonitoringTool } from './schemas/algorithm-version.ts';
export { createResultSchema, type ResultSchemaOptions } from './schemas/create-result-schema.ts';
export { Evaluations } from './schemas/evaluations.ts';
export { FormatNode } from './schemas/format-node.ts';
export { InstantResult } from './schemas/instant-result.ts';
export { isInstantResult, isResultFile, isTask } from './schemas/is-settled.ts';
export { listOf } from './schemas/list-of.ts';
export { Monitor, Monitors } from './schemas/monitors.ts';
export { float64Array, numberArray } from './schemas/number-array.ts';
export { Queued } from './schemas/queued.ts';
export { ResultFile } from './schemas/result-file.ts';
export type { FailedResult, ResultFileBase, SucceededResult } from './schemas/result-file-base.ts';
export { Results } from './schemas/results.ts';
export { schemaFromOutputFormat } from './schemas/schema-from-output-format.ts';
export type { StandardIssue, StandardResult, StandardSchema } from './schemas/standard-schema.ts';
export { Task } from './schemas/task.ts';
export { type TaskState, type TaskStateFields, taskState } from './schemas/task-state.ts';
export type { SeriesPart } from './stream/series-reader.ts';
export { type StreamedPart, type StreamResultOptions, streamResult } from './stream/stream-result.ts';
