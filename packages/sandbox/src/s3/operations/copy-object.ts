import { CHECKSUMS } from '../body/checksum.ts';
import { fault, invalidArgument } from '../s3-fault.ts';
import type { Bucket } from '../storage/bucket.ts';
import { retain } from '../storage/piece.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { checkCopySource, checkWrite } from './conditions.ts';
import { copyBytes } from './copy-bytes.ts';
import { checkCustomerKey, OF_COPY_SOURCE } from './customer-key.ts';
import { withEncryption } from './encryption-headers.ts';
import { bucketFor, existingObject } from './existing.ts';
import { settingsOf } from './object-settings.ts';
import type { Call, Operation, S3Context } from './operation.ts';
import { MAX_PUT, makeVisible } from './put-object.ts';
import { wantedChecksum } from './wanted-checksum.ts';
import { isoTime, xmlAnswer } from './xml-answer.ts';

export const copyObject: Operation = async (s3, call) => {
  const { address, headers } = call;
  const { bucket, object: source } = copySource(s3, headers);
  if (source.size > MAX_PUT)
    throw fault(
      400,
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT}`,
    );
  const replacesMetadata = directive(headers, 'x-amz-metadata-directive') === 'REPLACE';
  const replacesTags = directive(headers, 'x-amz-tagging-directive') === 'REPLACE';
  const given = settingsOf(headers, s3.rules);
  const wanted = s3.rules.checksums ? wantedChecksum(headers) : undefined;
  // To give an object another checksum is to change it: scality/cloudserver#6188.
  const isChange = wanted !== undefined || changes(headers, replacesMetadata);
  if (bucket.name === address.bucket && source.key === address.key && !isChange)
    throw fault(
      400,
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  checkWrite(bucketFor(s3.store, address), address.key, headers);

  const { parts, uploadId: _, ...rest } = source;
  // Those of the source, unless another is wanted: "CopyObject" of the API reference.
  const names = wanted === undefined ? CHECKSUMS.filter((name) => name in source.checksums) : [wanted];
  const content =
    wanted !== undefined || (parts !== undefined && s3.rules.copiesInOne)
      ? await copyBytes(s3, source, names)
      : { pieces: retain(source.pieces), ...(parts && { parts }) };
  const object: StoredObject = {
    ...rest,
    ...content,
    checksumType: 'FULL_OBJECT',
    key: address.key,
    headers: replacesMetadata ? given.headers : describedBy(source.headers, given.headers),
    tags: replacesTags ? given.tags : source.tags,
    acl: given.acl,
    modified: call.now().getTime(),
  };
  await makeVisible(s3, call, 'Copy', object);
  const result = { ...copyResult(object), ...wholeChecksumElements(object) };
  return xmlAnswer('CopyObjectResult', result, withEncryption({}, object.headers));
};

/**
 * The object that a request copies from, if it has the key to it and its conditions hold.
 *
 * @throws S3Fault when it is not there, or cannot be read from the header.
 */
export function copySource(
  { store, rules }: Pick<S3Context, 'store' | 'rules'>,
  headers: Call['headers'],
): { readonly bucket: Bucket; readonly object: StoredObject } {
  const text = headers['x-amz-copy-source'] ?? '';
  const [encoded = '', query = ''] = text.split('?', 2);
  const version = new URLSearchParams(query).get('versionId');
  const written = rules.plusIsSpace ? encoded.replaceAll('+', '%20') : encoded;
  // Slashes may be encoded too, also the one at the beginning that may be there or not: aws/aws-sdk-js#1821.
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(written)) ?? [];
  if (bucket === undefined || key === undefined)
    throw invalidArgument(
      'x-amz-copy-source',
      text,
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  if (version !== null && version !== 'null')
    throw invalidArgument('x-amz-copy-source', version, 'Invalid version id specified');
  const found = existingObject(store, { bucket, key });
  checkCustomerKey(found.object, headers, OF_COPY_SOURCE);
  checkCopySource(found.object, headers);
  return found;
}

/** Nothing, where it cannot be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** What a copy's document says of an object or a part. */
export function copyResult({
  etag,
  modified,
  checksums,
}: Pick<StoredObject, 'etag' | 'modified' | 'checksums'>): Record<string, string> {
  return { LastModified: isoTime(modified), ETag: `"${etag}"`, ...checksumElements(checksums) };
}

/** Checksums as elements: `ChecksumCRC32` and so on. */
export function checksumElements(checksums: StoredObject['checksums']): Record<string, string> {
  return Object.fromEntries(Object.entries(checksums).map(([name, value]) => [checksumElement(name), value]));
}

/** The same of an object, with what they are of. */
export function wholeChecksumElements({
  checksums,
  checksumType,
}: Pick<StoredObject, 'checksums' | 'checksumType'>): Record<string, string> {
  const elements = checksumElements(checksums);
  return Object.keys(elements).length === 0 ? {} : { ...elements, ChecksumType: checksumType };
}

export function checksumElement(name: string): string {
  return `Checksum${name.toUpperCase()}`;
}

function directive(headers: Call['headers'], name: string): string {
  const text = headers[name] ?? 'COPY';
  if (text !== 'COPY' && text !== 'REPLACE') throw invalidArgument(name, text, 'Unknown metadata directive.');
  return text;
}

/** Headers that change an object also where its metadata is copied. */
const CHANGING = [
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
];

function changes(headers: Call['headers'], replacesMetadata: boolean): boolean {
  return replacesMetadata || CHANGING.some((name) => headers[name] !== undefined);
}

/** What is copied is the description. How an object is encrypted and kept is the copy's own (CopyObject's page). */
function describedBy(source: StoredObject['headers'], own: StoredObject['headers']): StoredObject['headers'] {
  const describes = ([name]: [string, string]) =>
    !name.startsWith('x-amz-') || name.startsWith('x-amz-meta-');
  return Object.fromEntries([
    ...Object.entries(source).filter(describes),
    ...Object.entries(own).filter((header) => !describes(header)),
  ]);
}
