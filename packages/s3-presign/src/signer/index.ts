/**
 * Signs as `@x/s3-presign` does, with plain keys, synchronously, and without the AWS SDK: for cold starts, edge workers
 * and bulk.
 *
 * ```ts
 * import { createSigner } from '@x/s3-presign/signer';
 *
 * const signer = createSigner({ bucket: 'results', region: 'eu-central-1', accessKeyId, secretAccessKey });
 * const { url } = signer.put('runs/1.json', { expiresIn: 3600 });
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
  PresignError,
  ProviderError,
} from '../errors.ts';
export type { ObjectCannedAcl, ServerSideEncryption, StorageClass } from '../object-settings.ts';
export type { DeleteOptions, GetOptions } from '../plan/plan-get.ts';
export type { PutOptions } from '../plan/plan-put.ts';
export type { UploadPartOptions } from '../plan/plan-upload-part.ts';
export type { PartRange, UploadPartsOptions } from '../plan/plan-upload-parts.ts';
export type { PolicyCondition, PostOptions, StartsWith } from '../plan/post-options.ts';
export type { PresignedPart } from '../presigned-part.ts';
export { PresignedPost, type PresignedPostParts } from '../presigned-post.ts';
export { PresignedUrl, type PresignedUrlParts } from '../presigned-url.ts';
export type { Provider } from '../provider.ts';
export { redactUrl } from '../redact.ts';
export type { PresignSession } from '../session.ts';
export { createSigner, type SignerOptions } from './create-signer.ts';
