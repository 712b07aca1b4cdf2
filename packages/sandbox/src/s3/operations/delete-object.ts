import type { IncomingHttpHeaders } from 'node:http';
import { trailerNames } from '../body/body-check.ts';
import { checksumOfHeader } from '../body/checksum.ts';
import type { ProviderRules } from '../provider.ts';
import { fault, malformedXml, notImplemented, S3Fault } from '../s3-fault.ts';
import type { Bucket } from '../storage/bucket.ts';
import { checkUnchanged } from './conditions.ts';
import { existingBucket, isVersion, noContent } from './existing.ts';
import type { Operation } from './operation.ts';
import { readXml, type XmlNode } from './read-xml.ts';
import { xmlAnswer } from './xml-answer.ts';

/** Conditions that directory buckets alone know; all others refuse them: ministackorg/ministack#1501. */
const OF_DIRECTORY_BUCKETS = ['x-amz-if-match-last-modified-time', 'x-amz-if-match-size'];

/** What is not there can be deleted too, unless a condition is made. */
export const deleteObject: Operation = ({ store, rules }, { address, headers }) => {
  const bucket = existingBucket(store, address);
  if (rules.conditionalDeletes) {
    for (const name of OF_DIRECTORY_BUCKETS) if (headers[name] !== undefined) throw notImplemented(name);
    checkMatch(bucket, address.key, headers['if-match']);
  }
  bucket.delete(address.key);
  return noContent();
};

function checkMatch(bucket: Bucket, key: string, match: string | undefined): void {
  if (match !== undefined) checkUnchanged(bucket, key, match);
}

/** Most keys that one request may name. */
const MAX_KEYS = 1000;

/** Deletes several objects; of those that a condition keeps, each says why. */
export const deleteObjects: Operation = async ({ store, rules }, call) => {
  if (!isChecked(call.request.headers))
    throw fault(
      400,
      'InvalidRequest',
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  const document = await readXml(call, 'Delete');
  const objects = document.all('Object');
  if (
    objects.length === 0 ||
    objects.length > MAX_KEYS ||
    objects.some((object) => isMalformed(object, rules))
  )
    throw malformedXml();
  const bucket = existingBucket(store, call.address);
  const outcomes = objects.map((object) => outcomeOf(bucket, object, rules));
  const quiet = document.text('Quiet')?.trim() === 'true';
  return xmlAnswer('DeleteResult', {
    Deleted: quiet ? [] : outcomes.filter((outcome) => !('Code' in outcome)),
    Error: outcomes.filter((outcome) => 'Code' in outcome),
  });
};

/** Whether a checksum of the list comes with it, or behind it. */
function isChecked(headers: IncomingHttpHeaders): boolean {
  const names = [...Object.keys(headers), ...trailerNames(headers)];
  return names.some((name) => name === 'content-md5' || checksumOfHeader(name) !== undefined);
}

type DeleteRules = Pick<ProviderRules, 'conditionalDeletes'>;

/** Conditions that directory buckets alone know break the schema of all others: aws/aws-sdk-js-v3#6857. */
function isMalformed(object: XmlNode, { conditionalDeletes }: DeleteRules): boolean {
  return (
    (object.text('Key') ?? '') === '' ||
    (conditionalDeletes && ['LastModifiedTime', 'Size'].some((name) => object.all(name).length > 0))
  );
}

/** Deletes an object of a list, and says what became of it. */
function outcomeOf(
  bucket: Bucket,
  object: XmlNode,
  { conditionalDeletes }: DeleteRules,
): Readonly<Record<string, string | undefined>> {
  const Key = object.text('Key') ?? '';
  // An element without text says nothing: minio-js writes one for a version that it is not given.
  const VersionId = object.text('VersionId') || undefined;
  // A version that there is not counts as deleted, as captured in minio/minio#11086, and on RGW.
  if (!isVersion(VersionId)) return { Key, VersionId };
  try {
    if (conditionalDeletes) checkMatch(bucket, Key, object.text('ETag') || undefined);
    bucket.delete(Key);
    return { Key, VersionId };
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    return { Key, VersionId, Code: error.refusal.code, Message: error.refusal.message };
  }
}
