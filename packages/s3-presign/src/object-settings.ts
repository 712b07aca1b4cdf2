/** S3's canned access control lists for an object. */
export type ObjectCannedAcl =
  | 'private'
  | 'public-read'
  | 'public-read-write'
  | 'authenticated-read'
  | 'aws-exec-read'
  | 'bucket-owner-read'
  | 'bucket-owner-full-control';

/** The canned ACLs, to check what comes without types. */
export const OBJECT_CANNED_ACLS: readonly ObjectCannedAcl[] = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];

/** S3's storage classes. */
export type StorageClass =
  | 'STANDARD'
  | 'REDUCED_REDUNDANCY'
  | 'STANDARD_IA'
  | 'ONEZONE_IA'
  | 'INTELLIGENT_TIERING'
  | 'GLACIER'
  | 'DEEP_ARCHIVE'
  | 'GLACIER_IR'
  | 'EXPRESS_ONEZONE';

/** The storage classes, to check what comes without types. */
export const STORAGE_CLASSES: readonly StorageClass[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
  'EXPRESS_ONEZONE',
];

/** Encryption at rest with keys that S3 (`AES256`) or KMS holds. */
export type ServerSideEncryption = 'AES256' | 'aws:kms' | 'aws:kms:dsse';

/** The kinds of encryption, to check what comes without types. */
export const SERVER_SIDE_ENCRYPTIONS: readonly ServerSideEncryption[] = ['AES256', 'aws:kms', 'aws:kms:dsse'];
