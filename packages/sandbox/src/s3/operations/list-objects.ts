import type { XmlElements } from '@x/s3-presign/verify';
import { invalidArgument } from '../s3-fault.ts';
import type { Bucket } from '../storage/bucket.ts';
import { type ListPage, listKeys } from '../storage/list-keys.ts';
import { existingBucket } from './existing.ts';
import type { Operation } from './operation.ts';
import { isoTime, OWNER, xmlAnswer } from './xml-answer.ts';

/** Most keys and prefixes on a page. More may be asked for, and are not given. */
const MAX_KEYS = 1000;

/** ListObjects, the first version, by `marker`. */
export const listObjects: Operation = ({ store }, { address }) => {
  const bucket = existingBucket(store, address);
  const { page, common, encode, delimiter } = readQuery(
    bucket,
    address.parameters,
    (given) => given('marker') ?? '',
  );
  return xmlAnswer('ListBucketResult', {
    ...common,
    Marker: encode(address.parameters.get('marker') ?? ''),
    // S3 names it only where the last entry may be a prefix; else it is the last key.
    NextMarker: page.next === undefined || delimiter === '' ? undefined : encode(page.next),
    Contents: contents(bucket, page, encode, true),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
};

/** ListObjectsV2, by `start-after` and `continuation-token`. */
export const listObjectsV2: Operation = ({ store }, { address }) => {
  const bucket = existingBucket(store, address);
  const { parameters } = address;
  const { page, common, encode } = readQuery(bucket, parameters, (given) => {
    const token = given('continuation-token');
    return token === undefined ? (given('start-after') ?? '') : fromToken(token);
  });
  const startAfter = parameters.get('start-after');
  return xmlAnswer('ListBucketResult', {
    ...common,
    KeyCount: String(page.keys.length + page.prefixes.length),
    ContinuationToken: parameters.get('continuation-token') ?? undefined,
    NextContinuationToken: page.next === undefined ? undefined : toToken(page.next),
    StartAfter: startAfter === null ? undefined : encode(startAfter),
    Contents: contents(bucket, page, encode, parameters.get('fetch-owner') === 'true'),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
};

/** What both versions read and answer alike. */
function readQuery(
  bucket: Bucket,
  parameters: URLSearchParams,
  afterOf: (given: (name: string) => string | undefined) => string,
) {
  const given = (name: string) => parameters.get(name) ?? undefined;
  const prefix = given('prefix') ?? '';
  const delimiter = given('delimiter') ?? '';
  const encode = textEncoder(given('encoding-type'));
  const limit = pageSize('max-keys', given('max-keys'), MAX_KEYS);
  const page = listKeys(bucket.keys, { prefix, delimiter, after: afterOf(given), limit });
  const common: XmlElements = {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: String(limit),
    EncodingType: given('encoding-type'),
    IsTruncated: String(page.next !== undefined),
  };
  return { page, common, encode, delimiter };
}

/** How many entries are asked for. @throws S3Fault when it is no whole number from 0. */
export function pageSize(name: string, text: string | undefined, most: number): number {
  if (text === undefined || text === '') return most;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1)
    throw invalidArgument(name, text, `Argument ${name} must be an integer between 0 and 2147483647`);
  return Math.min(Number(text), most);
}

/** How keys are written: as they are, or URL-encoded, for those that XML has no place for. */
export function textEncoder(encoding: string | undefined): (text: string) => string {
  if (encoding === undefined || encoding === '') return (text) => text;
  if (encoding !== 'url')
    throw invalidArgument('encoding-type', encoding, 'Invalid Encoding Method specified in Request');
  // As in a form: a space becomes a plus, a slash stays.
  return (text) => new URLSearchParams({ '': text }).toString().slice(1).replaceAll('%2F', '/');
}

function contents(
  bucket: Bucket,
  { keys }: ListPage,
  encode: (text: string) => string,
  withOwner: boolean,
): XmlElements[] {
  return keys.flatMap((key) => {
    const object = bucket.get(key);
    if (object === undefined) return [];
    return {
      Key: encode(key),
      LastModified: isoTime(object.modified),
      ETag: `"${object.etag}"`,
      Size: String(object.size),
      StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
      Owner: withOwner ? OWNER : undefined,
    };
  });
}

/** Names the entry that a page ends with. */
export const toToken = (entry: string): string => Buffer.from(entry).toString('base64');

/** The entry that a token names. @throws S3Fault when it names none. */
export function fromToken(token: string): string {
  const entry = Buffer.from(token, 'base64').toString();
  if (entry === '' || toToken(entry) !== token)
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
  return entry;
}
