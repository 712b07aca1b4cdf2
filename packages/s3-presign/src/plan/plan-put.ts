import type { CustomerKey } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { addEncryption } from '../check/check-encryption.ts';
import { checkKey } from '../check/check-key.ts';
import { checkMetadata } from '../check/check-metadata.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkSize } from '../check/check-size.ts';
import { checkTagging } from '../check/check-tagging.ts';
import { refuse } from '../check/refuse.ts';
import {
  OBJECT_CANNED_ACLS,
  type ObjectCannedAcl,
  type ServerSideEncryption,
  type StorageClass,
} from '../object-settings.ts';
import { applyRules, inHeader, inQuery, type Rules } from './apply-rules.ts';
import type { RequestPlan } from './request-plan.ts';

/**
 * What a presigned PUT fixes. Options marked *URL* ride in the URL: any sender of a plain PUT, AI Core among them,
 * brings them about. Options marked *header* are enforced by a signed header that the sender must send too; they are
 * listed in the result's `headers`.
 */
export interface PutOptions extends CustomerKey {
  /** Life of the URL in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** *URL.* Canned ACL. */
  readonly acl?: ObjectCannedAcl;
  /** *URL.* User metadata, `x-amz-meta-*`; at most 2 KB. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** *URL.* Object tags; at most 10. */
  readonly tagging?: Readonly<Record<string, string>>;
  /** *URL.* Default: `STANDARD`. */
  readonly storageClass?: StorageClass;
  /** *Header.* The only content type S3 will take. Without it the sender chooses. */
  readonly contentType?: string;
  /** *Header.* The exact size of the object in bytes, 0 to 5 GiB; for a range, use a presigned POST. */
  readonly contentLength?: number;
  /** *Header.* */
  readonly contentDisposition?: string;
  /** *Header.* */
  readonly contentEncoding?: string;
  /** *Header.* */
  readonly contentLanguage?: string;
  /** *Header.* */
  readonly cacheControl?: string;
  /** *Header.* When caches shall forget the object. */
  readonly expires?: Date;
  /** *Header.* SHA-256 of the body in base64. S3 checks it only as a header, never in the URL (aws-sdk-js-v3#4448). */
  readonly checksumSha256?: string;
  /** *Header.* `'*'`: refuse to overwrite an object, with 412. */
  readonly ifNoneMatch?: '*';
  /** *Header.* Encryption at rest. */
  readonly serverSideEncryption?: ServerSideEncryption;
  /** *Header.* KMS key id or ARN; needs `serverSideEncryption: 'aws:kms'` or `'aws:kms:dsse'`. */
  readonly sseKmsKeyId?: string;
}

const SHA256_BASE64 = /^[A-Za-z0-9+/]{43}=$/;

const RULES: Rules<PutOptions> = new Map([
  ['acl', inQuery('x-amz-acl', (value, option) => checkOneOf(value, OBJECT_CANNED_ACLS, option))],
  ['tagging', inQuery('x-amz-tagging', checkTagging)],
  ['storageClass', inQuery('x-amz-storage-class')],
  ['cacheControl', inHeader('cache-control')],
  ['contentDisposition', inHeader('content-disposition')],
  ['contentEncoding', inHeader('content-encoding')],
  ['contentLanguage', inHeader('content-language')],
  ['contentLength', inHeader('content-length', (value, option) => String(checkSize(value, option)))],
  ['contentType', inHeader('content-type')],
  ['expires', inHeader('expires', checkDate)],
  ['ifNoneMatch', inHeader('if-none-match', (value, option) => checkOneOf(value, ['*'], option))],
  ['checksumSha256', inHeader('x-amz-checksum-sha256', checkSha256)],
]);

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planPut(key: string, options: PutOptions): RequestPlan {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  applyRules(RULES, options, { query, headers });
  if (options.metadata !== undefined)
    for (const [name, value] of checkMetadata(options.metadata)) query[`x-amz-meta-${name}`] = value;
  addEncryption(headers, options);
  return { method: 'PUT', key: checkKey(key), query, headers };
}

function checkSha256(value: string, option: string): string {
  if (SHA256_BASE64.test(value)) return value;
  return refuse('InvalidOption', option, 'must be a SHA-256 in base64, 44 characters with the closing "="');
}
