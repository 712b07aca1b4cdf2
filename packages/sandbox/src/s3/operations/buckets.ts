import { fault } from '../s3-fault.ts';
import { existingBucket, noContent } from './existing.ts';
import type { Operation } from './operation.ts';
import { isoTime, OWNER, xmlAnswer } from './xml-answer.ts';

export const listBuckets: Operation = ({ store }) =>
  xmlAnswer('ListAllMyBucketsResult', {
    Owner: OWNER,
    Buckets: {
      Bucket: store.buckets.map(({ name, created }) => ({ Name: name, CreationDate: isoTime(created) })),
    },
  });

/** Three to 63 letters, digits, hyphens and dots, and no address. */
export const BUCKET: RegExp = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const createBucket: Operation = ({ store }, { address: { bucket: name }, now }) => {
  if (!BUCKET.test(name))
    throw fault(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  if (store.get(name) !== undefined)
    throw fault(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: name },
    );
  store.create(name, now());
  return { status: 200, headers: { location: `/${name}` } };
};

export const headBucket: Operation = ({ store, region }, { address }) => {
  existingBucket(store, address);
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
};

export const deleteBucket: Operation = ({ store }, { address }) => {
  const bucket = existingBucket(store, address);
  if (!bucket.isEmpty)
    throw fault(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      BucketName: bucket.name,
    });
  store.delete(bucket);
  return noContent();
};

export const getLocation: Operation = ({ store, region }, { address }) => {
  existingBucket(store, address);
  // S3's oldest region has no name here.
  return xmlAnswer('LocationConstraint', region === 'us-east-1' ? '' : region);
};

/** Versions are not kept, and never were: an empty configuration. */
export const getVersioning: Operation = ({ store }, { address }) => {
  existingBucket(store, address);
  return xmlAnswer('VersioningConfiguration', {});
};
