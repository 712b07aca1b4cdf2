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
  /** The object's content type. Default: no field; S3 then stores `binary/octet-stream`, and refuses one that is sent. */
  readonly contentType?: string | StartsWith;
  /** Canned ACL. Default: `private`, or what the bucket's object ownership says. */
  readonly acl?: ObjectCannedAcl | StartsWith;
  /** User metadata, `x-amz-meta-*`; at most 2 KB. Default: none. */
  readonly metadata?: Readonly<Record<string, string | StartsWith>>;
  /** Object tags; at most 10, of letters, digits, spaces and `+ - = . _ : / @`. Default: none. */
  readonly tagging?: Readonly<Record<string, string>>;
  /** Default: `STANDARD`. */
  readonly storageClass?: StorageClass;
  /** How long caches may keep the object, such as `max-age=3600`. Default: nothing is said. */
  readonly cacheControl?: string | StartsWith;
  /** What browsers do with the object, such as `attachment; filename="run 1.json"`. Default: nothing is said. */
  readonly contentDisposition?: string | StartsWith;
  /** How the object's bytes are encoded, such as `gzip`. Default: nothing is said. */
  readonly contentEncoding?: string | StartsWith;
  /** When caches shall forget the object. Default: nothing is said. */
  readonly expires?: Date | StartsWith;
  /** SHA-256 of the file in base64, 44 characters, which S3 holds against what comes. Default: none is asked for. */
  readonly checksumSha256?: string;
  /** Encryption at rest. Default: the bucket's. */
  readonly serverSideEncryption?: ServerSideEncryption;
  /** KMS key id or ARN; needs `serverSideEncryption: 'aws:kms'` or `'aws:kms:dsse'`. */
  readonly sseKmsKeyId?: string;
  /** Status of S3's answer. 201 comes with the object's location as XML. Default: 204. */
  readonly successActionStatus?: 200 | 201 | 204;
  /** Absolute URL to which S3 sends a browser after the upload (303), with bucket, key and etag in the query. Default: nowhere. */
  readonly successActionRedirect?: string | StartsWith;
  /** Form fields that have no option here, by S3's names. Each is covered by an exact condition. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Conditions that have no option here, for fields that the sender adds. None may be for a field fixed otherwise. */
  readonly conditions?: readonly PolicyCondition[];
}
