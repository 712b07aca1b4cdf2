/**
 * Presigns uploads and downloads for S3, as URLs and as POST forms.
 *
 * ```ts
 * import { createPresigner } from '@x/s3-presign';
 *
 * const presigner = createPresigner({ bucket: 'results' });
 * const { url } = await presigner.put('runs/1.json', { expiresIn: 3600 });
 * ```
 *
 * @module
 */
export {
  CredentialsError,
  EndpointError,
  type InvalidInputCode,
  InvalidInputError,
  isPresignError,
  NotPresignedError,
  PresignError,
  ProviderError,
  S3ResponseError,
  UploadError,
} from './errors.ts';
export type { RefusedForm, RefusedRequest } from './explain/check-sent.ts';
export { type ExplainOptions, explain } from './explain/explain.ts';
export type { Explanation, Reason, ReasonKind } from './explain/explanation.ts';
export { type InspectOptions, inspect } from './inspect/inspect.ts';
export type { PostToInspect } from './inspect/inspect-post.ts';
export type { UrlToInspect } from './inspect/inspect-url.ts';
export type {
  Inspection,
  InspectionWarning,
  PostInspection,
  UrlInspection,
  WarningCode,
} from './inspect/inspection.ts';
export type { ObjectCannedAcl, ServerSideEncryption, StorageClass } from './object-settings.ts';
export type { DeleteOptions, GetOptions } from './plan/plan-get.ts';
export type { PutOptions } from './plan/plan-put.ts';
export type { UploadPartOptions } from './plan/plan-upload-part.ts';
export type { PartRange, UploadPartsOptions } from './plan/plan-upload-parts.ts';
export type { PolicyCondition, PostOptions, StartsWith } from './plan/post-options.ts';
export type { PresignedPart } from './presigned-part.ts';
export { PresignedPost, type PresignedPostParts } from './presigned-post.ts';
export { PresignedUrl, type PresignedUrlParts } from './presigned-url.ts';
export { createPresigner, type Presigner, type PresignerOptions } from './presigner.ts';
export type { Provider } from './provider.ts';
export { redactUrl } from './redact.ts';
export type { S3Command } from './s3-command.ts';
export type { PresignSession } from './session.ts';
export type { ExpectedObject } from './upload/check-expected.ts';
export {
  type Confirmation,
  type ConfirmOptions,
  confirm,
  type Difference,
  type HeadByClient,
  type HeadUrl,
} from './upload/confirm.ts';
export type { UploadResult } from './upload/send.ts';
export type { ChecksumName, StoredObject } from './upload/stored-object.ts';
export { type UploadOptions, type UploadProgress, upload } from './upload/upload.ts';
export type { ByteStream, UploadBody } from './upload/upload-body.ts';
export type { UploadForm, UploadUrl } from './upload/upload-target.ts';
