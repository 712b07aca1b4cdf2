import type { CustomerKey } from '../check/check-customer-key.ts';
import type { ObjectCannedAcl, ServerSideEncryption, StorageClass } from '../object-settings.ts';

/** A form field whose value the sender chooses, as long as it begins so. `''` stands for any value. */
export interface StartsWith {
  readonly startsWith: string;
}

/** One condition of a POST policy, as S3's "Creating a POST Policy" writes it. */
export type PolicyCondition =
  | Readonly<Record<string, string>>
  | readonly ['eq', `$${string}`, string]
  | readonly ['starts-with', `$${string}`, string]
  | readonly ['content-length-range', number, number];

/**
 * What a presigned POST fixes. S3 enforces every one of these through the signed policy: a field with a plain value
 * must be sent with that value, a field with {@link StartsWith} must be sent with a value that begins so.
 */
export interface PostOptions extends CustomerKey {
  /** Life of the form in whole seconds, 1 to 604800. Default: the presigner's, 3600. */
  readonly expiresIn?: number;
  /** Smallest and largest size of the file in bytes, both inclusive, 0 to 5 GiB. Default: any size. */
  readonly contentLengthRange?: readonly [min: number, max: number];
  readonly contentType?: string | StartsWith;
  readonly acl?: ObjectCannedAcl | StartsWith;
  /** User metadata, `x-amz-meta-*`; at most 2 KB. */
  readonly metadata?: Readonly<Record<string, string | StartsWith>>;
  /** Object tags; at most 10. */
  readonly tagging?: Readonly<Record<string, string>>;
  readonly storageClass?: StorageClass;
  readonly cacheControl?: string | StartsWith;
  readonly contentDisposition?: string | StartsWith;
  readonly contentEncoding?: string | StartsWith;
  /** When caches shall forget the object. */
  readonly expires?: Date | StartsWith;
  readonly serverSideEncryption?: ServerSideEncryption;
  /** KMS key id or ARN; needs `serverSideEncryption: 'aws:kms'` or `'aws:kms:dsse'`. */
  readonly sseKmsKeyId?: string;
  /** Status of S3's answer. 201 comes with the object's location as XML. Default: 204. */
  readonly successActionStatus?: 200 | 201 | 204;
  /** Where S3 sends a browser after the upload (303), with bucket, key and etag in the query. */
  readonly successActionRedirect?: string | StartsWith;
  /** Form fields that have no option here, by S3's names. Each is covered by an exact condition. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Conditions that have no option here, for fields that the sender adds. None may be for a field fixed otherwise. */
  readonly conditions?: readonly PolicyCondition[];
}
