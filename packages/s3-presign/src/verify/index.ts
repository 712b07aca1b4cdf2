/**
 * What S3 would say to a presigned request, offline: for tests, and for servers that speak S3.
 *
 * ```ts
 * import { verifyPresignedUrl } from '@x/s3-presign/verify';
 *
 * const answer = verifyPresignedUrl({ method: 'PUT', url }, { credentials, region: 'eu-central-1' });
 * if (!answer.ok) console.log(answer.status, answer.code, answer.culprit);
 * ```
 *
 * @module
 */
export type { ChunkVerifier } from './chunk-verifier.ts';
export type { SignedRequest } from './incoming-request.ts';
export { type Culprit, Refusal, type RefusalParts } from './refusal.ts';
export type { KnownCredentials, VerifyOptions } from './verify-options.ts';
export { type AcceptedPost, type PostedForm, verifyPresignedPost } from './verify-presigned-post.ts';
export { type AcceptedUrl, verifyPresignedUrl } from './verify-presigned-url.ts';
export { type AcceptedRequest, verifySignedRequest } from './verify-signed-request.ts';
export { S3_NAMESPACE, type XmlContent, type XmlElements, xmlDocument } from './xml-document.ts';
