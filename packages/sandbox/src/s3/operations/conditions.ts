import { fault, noSuchKey, notImplemented, type S3Fault } from '../s3-fault.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { StoredObject } from '../storage/stored-object.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Holds a GET or HEAD against the object, by the rules of RFC 9110.
 *
 * @returns Whether the client has the object already: 304.
 * @throws S3Fault when a condition does not hold.
 */
export function checkRead(object: StoredObject, headers: Headers): boolean {
  requireMatch(object, headers['if-match'], headers['if-unmodified-since'], 'If-');
  return isKnown(object, headers['if-none-match'], headers['if-modified-since']);
}

/** The same for the source of a copy, where what the client has already is refused too. */
export function checkCopySource(object: StoredObject, headers: Headers): void {
  const condition = (name: string) => headers[`x-amz-copy-source-if-${name}`];
  requireMatch(object, condition('match'), condition('unmodified-since'), 'x-amz-copy-source-If-');
  if (isKnown(object, condition('none-match'), condition('modified-since')))
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
}

/**
 * Holds an upload against the object that is there, if there is one. To be asked when the upload begins, so that nothing
 * is sent in vain, and again when it ends, since others may have come between.
 */
export function checkWrite(bucket: Bucket, key: string, headers: Headers): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const object = bucket.get(key);
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match');
  if (noneMatch === '*' && object !== undefined) throw preconditionFailed('If-None-Match');
  if (match !== undefined) checkUnchanged(bucket, key, match);
}

/** Holds what is to be replaced or deleted against the ETag that it was seen with, or `*`, which anything is. */
export function checkUnchanged(bucket: Bucket, key: string, match: string): void {
  const object = bucket.get(key);
  // Not 412: so says "Conditional writes", and so S3 was seen to answer deletes, ministackorg/ministack#1475.
  if (object === undefined) throw noSuchKey(key);
  if (!isListed(object, match)) throw preconditionFailed('If-Match');
}

function requireMatch(
  object: StoredObject,
  match: string | undefined,
  unmodifiedSince: string | undefined,
  prefix: string,
): void {
  if (match !== undefined) {
    if (!isListed(object, match)) throw preconditionFailed(`${prefix}Match`);
  } else if (unmodifiedSince !== undefined && seconds(object.modified) > seconds(Date.parse(unmodifiedSince)))
    throw preconditionFailed(`${prefix}Unmodified-Since`);
}

function isKnown(
  object: StoredObject,
  noneMatch: string | undefined,
  modifiedSince: string | undefined,
): boolean {
  if (noneMatch !== undefined) return isListed(object, noneMatch);
  return modifiedSince !== undefined && seconds(object.modified) <= seconds(Date.parse(modifiedSince));
}

function isListed({ etag }: StoredObject, list: string): boolean {
  return list
    .split(',')
    .map((one) =>
      one
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1'),
    )
    .some((one) => one === '*' || one === etag);
}

/** What is no date is never before nor after: NaN. */
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

function preconditionFailed(condition: string): S3Fault {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return fault(
    412,
    'PreconditionFailed',
    message,
    { Condition: condition },
    { kind: 'header', name: condition },
  );
}
