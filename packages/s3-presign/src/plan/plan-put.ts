import { CUSTOMER_KEY_OPTIONS, type CustomerKey } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { addEncryption } from '../check/check-encryption.ts';
import { checkKey } from '../check/check-key.ts';
import { checkMetadata } from '../check/check-metadata.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkTagging } from '../check/check-tagging.ts';
import {
  OBJECT_CANNED_ACLS,
  type ObjectCannedAcl,
  type ServerSideEncryption,
  STORAGE_CLASSES,
  type StorageClass,
} from '../object-settings.ts';
import { applyRules, inHeader, inQuery, type Rules, rulesFor } from './apply-rules.ts';
import { BODY_RULES, type BodyOptions, checkOneChecksum } from './body-options.ts';
import type { RequestPlan } from './request-plan.ts';

/**
 * What a presigned PUT fixes. Options marked *URL* ride in the URL: any sender of a plain PUT, AI Core among them,
 * brings them about. Options marked *header* are enforced by a signed header that the sender must send too; they are
 * listed in the result's `headers`.
 */
export interface PutOptions extends BodyOptions, CustomerKey {
  /** Life of the URL in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** *URL.* Canned ACL. Default: `private`, or what the bucket's object ownership says. */
  readonly acl?: ObjectCannedAcl;
  /** *URL.* User metadata, `x-amz-meta-*`; at most 2 KB. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** *URL.* Object tags; at most 10, of letters, digits, spaces and `+ - = . _ : / @`. Default: none. */
  readonly tagging?: Readonly<Record<string, string>>;
  /** *URL.* Default: `STANDARD`. */
  readonly storageClass?: StorageClass;
  /** *Header.* The only content type S3 will take. Without it the sender chooses. */
  readonly contentType?: string;
  /** *Header.* What browsers do with the object, such as `attachment; filename="run 1.json"`. Default: the sender's. */
  readonly contentDisposition?: string;
  /** *Header.* How the object's bytes are encoded, such as `gzip`. Default: the sender's. */
  readonly contentEncoding?: string;
  /** *Header.* The language of its content, such as `de-DE`. Default: the sender's. */
  readonly contentLanguage?: string;
  /** *Header.* How long caches may keep it, such as `max-age=3600`. Default: the sender's. */
  readonly cacheControl?: string;
  /** *Header.* When caches shall forget the object. Default: the sender's. */
  readonly expires?: Date;
  /** *Header.* `'*'`: refuse to overwrite an object, with 412. Default: overwrite. */
  readonly ifNoneMatch?: '*';
  /** *Header.* Encryption at rest. Default: the bucket's. */
  readonly serverSideEncryption?: ServerSideEncryption;
  /** *Header.* KMS key id or ARN; needs `serverSideEncryption: 'aws:kms'` or `'aws:kms:dsse'`. */
  readonly sseKmsKeyId?: string;
}

const RULES: Rules = rulesFor<PutOptions>({
  acl: inQuery('x-amz-acl', (value, option) => checkOneOf(value, OBJECT_CANNED_ACLS, option)),
  tagging: inQuery('x-amz-tagging', checkTagging),
  storageClass: inQuery('x-amz-storage-class', (value, option) => checkOneOf(value, STORAGE_CLASSES, option)),
  cacheControl: inHeader('cache-control'),
  contentDisposition: inHeader('content-disposition'),
  contentEncoding: inHeader('content-encoding'),
  contentLanguage: inHeader('content-language'),
  contentType: inHeader('content-type'),
  expires: inHeader('expires', checkDate),
  ifNoneMatch: inHeader('if-none-match', (value, option) => checkOneOf(value, ['*'], option)),
  ...BODY_RULES,
  ...CUSTOMER_KEY_OPTIONS,
  expiresIn: undefined,
  metadata: undefined,
  serverSideEncryption: undefined,
  sseKmsKeyId: undefined,
});

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planPut(key: string, options: PutOptions): RequestPlan {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  applyRules(RULES, options, 'put', { query, headers });
  checkOneChecksum(options);
  if (options.metadata !== undefined)
    for (const [name, value] of checkMetadata(options.metadata)) query[`x-amz-meta-${name}`] = value;
  addEncryption(headers, options);
  return { method: 'PUT', key: checkKey(key), query, headers, tags: options.tagging };
}
