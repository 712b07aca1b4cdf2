import type { Address } from '../address.ts';
import { fault, noSuchBucket, noSuchKey } from '../s3-fault.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Answer } from './operation.ts';

/** The bucket of a request. @throws S3Fault when there is none. */
export function existingBucket(store: ObjectStore, { bucket: name }: Pick<Address, 'bucket'>): Bucket {
  const bucket = store.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  return bucket;
}

/** The object of a request, in its bucket. @throws S3Fault when there is none. */
export function existingObject(
  store: ObjectStore,
  address: Pick<Address, 'bucket' | 'key'>,
): { readonly bucket: Bucket; readonly object: StoredObject } {
  const bucket = existingBucket(store, address);
  const object = bucket.get(address.key);
  if (object === undefined) throw noSuchKey(address.key);
  return { bucket, object };
}

/** Objects have the one version that S3 calls `null` where versions are not kept. */
export function isVersion(version: string | undefined): version is 'null' | undefined {
  return version === undefined || version === 'null';
}

/** @throws S3Fault when there is no such version. */
export function checkVersion(version: string | undefined): void {
  if (isVersion(version)) return;
  throw fault(
    404,
    'NoSuchVersion',
    'The specified version does not exist.',
    { VersionId: version },
    { kind: 'parameter', name: 'versionId' },
  );
}

/** Longest key, in bytes. */
const MAX_KEY = 1024;

/** The bucket that an object is to be stored in. @throws S3Fault when there is none, or the key is too long. */
export function bucketFor(store: ObjectStore, address: Pick<Address, 'bucket' | 'key'>): Bucket {
  const bytes = Buffer.byteLength(address.key);
  if (bytes > MAX_KEY)
    throw fault(400, 'KeyTooLongError', 'Your key is too long', {
      Size: String(bytes),
      MaxSizeAllowed: String(MAX_KEY),
    });
  return existingBucket(store, address);
}

export function noContent(): Answer {
  return { status: 204 };
}
