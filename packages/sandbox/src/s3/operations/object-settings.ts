import { headerText, isHeaderName } from '../header-text.ts';
import { fault, invalidArgument, notImplemented } from '../s3-fault.ts';
import type { ObjectSettings } from '../storage/stored-object.ts';
import { customerKeyOf } from './customer-key.ts';
import { checkEncryption } from './encryption-headers.ts';
import { type TagRules, tagsOfHeader } from './tags.ts';

/** Headers that an object is stored with and comes back with, besides `x-amz-meta-*`. */
const KEPT = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-customer-key-md5',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
]);

const ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];

const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/** Most that names and values of `x-amz-meta-*` may take together, in bytes. */
const MAX_METADATA = 2048;

/**
 * What a request says of the object it stores.
 *
 * @throws S3Fault for what S3 does not take.
 */
export function settingsOf(
  headers: Readonly<Record<string, string | undefined>>,
  rules: TagRules,
): ObjectSettings {
  // What S3 says of an object that came without a type.
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadata = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    // That it is there and empty, S3 keeps of metadata alone: ceph/s3-tests, test_object_set_get_metadata_none_to_empty.
    if (name.startsWith('x-amz-meta-')) {
      // A form or a query may hold any. How S3 words it is not recorded.
      if (!isHeaderName(name))
        throw invalidArgument(name, value, 'The name of metadata must be one that an HTTP header can have.');
      metadata += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
    } else if (value === '') continue;
    else if (!KEPT.has(name)) {
      if (name.startsWith('x-amz-')) refuseUndone(name);
      continue;
    }
    kept[name] = headerText(value);
  }
  if (metadata > MAX_METADATA)
    throw fault(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(metadata),
      MaxSizeAllowed: String(MAX_METADATA),
    });

  checkEncryption(kept['x-amz-server-side-encryption'], customerKeyOf(headers));

  // Of the transfer, not of the object.
  const encoding = kept['content-encoding']?.split(',').filter((one) => one.trim() !== 'aws-chunked');
  if (encoding?.length === 0) delete kept['content-encoding'];
  else if (encoding !== undefined) kept['content-encoding'] = encoding.join(',').trim();

  const storageClass = kept['x-amz-storage-class'];
  if (storageClass !== undefined && !STORAGE_CLASSES.includes(storageClass))
    throw fault(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
      StorageClassRequested: storageClass,
    });
  // S3 does not say it of objects of the usual class.
  if (storageClass === 'STANDARD') delete kept['x-amz-storage-class'];
  return { headers: kept, acl: aclOf(headers), tags: tagsOfHeader(headers['x-amz-tagging'], rules) };
}

/** What would change an object, or who may read it, must not be passed over. */
function refuseUndone(name: string): void {
  if (name.startsWith('x-amz-object-lock-'))
    throw fault(400, 'InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (isGrant(name) || name === 'x-amz-write-offset-bytes') throw notImplemented(name);
}

/** Whether a header gives somebody a right: of ACLs, there are the canned ones alone. */
export function isGrant(name: string): boolean {
  return name.startsWith('x-amz-grant-');
}

/** The canned ACL of a request. */
export function aclOf(headers: Readonly<Record<string, string | undefined>>): string {
  const acl = headers['x-amz-acl'] ?? 'private';
  if (!ACLS.includes(acl)) throw invalidArgument('x-amz-acl', acl, '');
  return acl;
}
