import { CUSTOMER_KEY } from './customer-key-flag.ts';
import { date, type Flag, pairs, text } from './flag.ts';

export const CHECKSUM_SHA256: Flag = text('checksumSha256', 'BASE64', 'SHA-256 of the body, enforced');

/** What both kinds of upload can fix. */
export const UPLOAD: readonly Flag[] = [
  text('acl', 'ACL', 'canned ACL, such as bucket-owner-full-control'),
  text('contentType', 'TYPE', 'the only content type that S3 takes'),
  text('contentDisposition', 'TEXT', 'the only value that S3 takes'),
  text('contentEncoding', 'TEXT', 'the only value that S3 takes'),
  text('cacheControl', 'TEXT', 'the only value that S3 takes'),
  date('expires', 'when caches shall forget the object'),
  pairs('metadata', 'user metadata'),
  pairs('tagging', 'object tag'),
  text('storageClass', 'CLASS', 'such as STANDARD_IA'),
  text('serverSideEncryption', 'KIND', 'AES256, aws:kms or aws:kms:dsse'),
  text('sseKmsKeyId', 'KEY', 'KMS key id or ARN'),
  CHECKSUM_SHA256,
  CUSTOMER_KEY,
];
