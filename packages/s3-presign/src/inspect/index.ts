/**
 * What a presigned URL or form allows, and why S3 refused one; offline, and without the AWS SDK: for browsers and edge.
 *
 * ```ts
 * import { explain, inspect } from '@x/s3-presign/inspect';
 *
 * console.log(inspect(url).warnings);
 * console.log(explain({ method: 'PUT', url, headers }, await response.text()).reasons);
 * ```
 *
 * @module
 */
export { InvalidInputError, NotPresignedError } from '../errors.ts';
export type { RefusedForm, RefusedRequest } from '../explain/check-sent.ts';
export { type ExplainOptions, explain } from '../explain/explain.ts';
export type { Explanation, Reason, ReasonKind } from '../explain/explanation.ts';
export { type InspectOptions, inspect } from './inspect.ts';
export type { PostToInspect } from './inspect-post.ts';
export type { UrlToInspect } from './inspect-url.ts';
export type {
  Inspection,
  InspectionBase,
  InspectionWarning,
  PostInspection,
  UrlInspection,
  WarningCode,
} from './inspection.ts';
