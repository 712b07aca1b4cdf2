/**
 * Uploads to presigned URLs and forms, from Node.js, browsers and workers, without the AWS SDK.
 *
 * ```ts
 * import { confirm, upload } from '@x/s3-presign/upload';
 *
 * const { etag, bytes } = await upload(presigned, file, { onProgress: ({ sent, total }) => draw(sent / total) });
 * const { ok } = await confirm(presignedHead, { size: bytes });
 * ```
 *
 * @module
 */
export { InvalidInputError, isPresignError, PresignError, S3ResponseError, UploadError } from '../errors.ts';
export type { ExpectedObject } from './check-expected.ts';
export {
  type Confirmation,
  type ConfirmOptions,
  confirm,
  type Difference,
  type HeadByClient,
  type HeadUrl,
} from './confirm.ts';
export type { UploadResult } from './send.ts';
export type { ChecksumName, StoredObject } from './stored-object.ts';
export { type UploadOptions, type UploadProgress, upload } from './upload.ts';
export type { ByteStream, UploadBody } from './upload-body.ts';
export type { UploadForm, UploadUrl } from './upload-target.ts';
