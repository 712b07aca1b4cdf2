import { fault, invalidArgument, notImplemented } from '../s3-fault.ts';
import { existingBucket, noContent } from './existing.ts';
import { fromToken, toToken } from './list-objects.ts';
import { isGrant } from './object-settings.ts';
import type { Call, Operation, S3Context } from './operation.ts';
import { parseXml, readText } from './read-xml.ts';
import { isoTime, OWNER, xmlAnswer } from './xml-answer.ts';

/** Most buckets on a page. */
const MAX_BUCKETS = 10_000;

/** A page of the buckets, in the order of their names. */
export const listBuckets: Operation = ({ store, region, rules }, { address }) => {
  const given = (name: string) =>
    rules.pagesBuckets ? (address.parameters.get(name) ?? undefined) : undefined;
  const limit = bucketLimit(given('max-buckets'));
  const prefix = given('prefix');
  const token = given('continuation-token');
  const after = token === undefined ? '' : fromToken(token);
  const wanted = store.buckets.filter(({ name }) => name > after && name.startsWith(prefix ?? ''));
  // All of them are in one region.
  const rest = (given('bucket-region') ?? region) === region ? wanted : [];
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: OWNER,
    Buckets: {
      Bucket: page.map(({ name, created }) => ({ Name: name, CreationDate: isoTime(created) })),
    },
    Prefix: prefix,
    ContinuationToken: last !== undefined && page.length < rest.length ? toToken(last.name) : undefined,
  });
};

function bucketLimit(text = String(MAX_BUCKETS)): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MAX_BUCKETS)
    throw invalidArgument(
      'max-buckets',
      text,
      `Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`,
    );
  return limit;
}

/** Three to 63 letters, digits, hyphens and dots, and no address. */
export const BUCKET: RegExp = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const createBucket: Operation = async (s3, call) => {
  const { store } = s3;
  const { bucket: name } = call.address;
  if (!BUCKET.test(name))
    throw fault(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
  refuseUndone(call.headers);
  await checkLocation(s3, call);
  if (store.get(name) !== undefined)
    throw fault(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: name },
    );
  store.create(name, call.now());
  return { status: 200, headers: { location: `/${name}` } };
};

/** A bucket without the lock or the rights that it was to have is not the one that was asked for. */
function refuseUndone(headers: Call['headers']): void {
  const lock = 'x-amz-bucket-object-lock-enabled';
  if (headers[lock]?.toLowerCase() === 'true') throw notImplemented(lock);
  const grant = Object.keys(headers).find(isGrant);
  if (grant !== undefined) throw notImplemented(grant);
}

/** Where a bucket is to be is told in the body, if at all. */
async function checkLocation({ region, rules }: S3Context, call: Call): Promise<void> {
  const text = await readText(call);
  if (text.trim() === '') return;
  const constraint = parseXml(text, 'CreateBucketConfiguration').text('LocationConstraint')?.trim() ?? '';
  // What Ireland was called before there were others in Europe.
  const wanted = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (wanted !== '' && wanted !== region && rules.otherLocation !== undefined)
    throw rules.otherLocation(constraint, region);
}

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
