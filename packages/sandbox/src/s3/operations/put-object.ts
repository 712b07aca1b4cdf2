import { andThen } from '../and-then.ts';
import { decodedLength, missingContentLength, type OpenBody } from '../body/open-body.ts';
import type { ObjectCreated } from '../events/object-created.ts';
import type { ProviderRules } from '../provider.ts';
import { fault, notImplemented } from '../s3-fault.ts';
import { placed } from '../storage/piece.ts';
import type { ObjectSettings, StoredObject } from '../storage/stored-object.ts';
import { checkWrite } from './conditions.ts';
import { withEncryption } from './encryption-headers.ts';
import { bucketFor } from './existing.ts';
import { settingsOf } from './object-settings.ts';
import type { Call, Operation, S3Context } from './operation.ts';

/** Largest object or part that one request may bring, in bytes. */
export const MAX_PUT: number = 5 * 1024 ** 3;

export const putObject: Operation = (s3, call) => {
  const { address, headers } = call;
  const { key } = address;
  const settings = settingsOf(headers, s3.rules);
  checkLength(headers, s3.rules);
  checkWrite(bucketFor(s3.store, address), key, headers);

  const stored = andThen(call.body(), (body) => storeBody(s3, call, key, settings, body));
  return andThen(stored, (object) => {
    const answer = { status: 200, headers: storedHeaders(object) };
    return andThen(makeVisible(s3, call, 'Put', object), () => answer);
  });
};

/** Writes what is to become an object, at once if it is in memory. Nobody sees it before {@link makeVisible}. */
export function storeBody(
  { store }: S3Context,
  { now }: Pick<Call, 'now'>,
  key: string,
  { headers, acl, tags }: ObjectSettings,
  { bytes, checksums }: OpenBody,
): StoredObject | Promise<StoredObject> {
  return andThen(store.pieces.write(bytes), ({ piece, md5 }) => ({
    headers,
    acl,
    tags,
    key,
    size: piece.size,
    etag: md5,
    modified: now().getTime(),
    checksums,
    checksumType: 'FULL_OBJECT' as const,
    pieces: [piece],
  }));
}

/** Puts an object into its bucket, if its conditions still hold, and tells of it. */
export function makeVisible(
  s3: S3Context,
  { address, headers, request, ids }: Pick<Call, 'address' | 'headers' | 'request' | 'ids'>,
  by: ObjectCreated['by'],
  object: StoredObject,
): Promise<void> | undefined {
  const { key, size, etag, modified } = object;
  // The bucket may be gone, or a condition no longer hold, when the bytes are there.
  const bucket = placed(object.pieces, () => {
    const found = bucketFor(s3.store, { bucket: address.bucket, key });
    checkWrite(found, key, headers);
    return found;
  });
  bucket.put(object);
  if (s3.created === undefined) return undefined;
  const sourceIp = request.socket.remoteAddress ?? '';
  return s3.created({ by, bucket: bucket.name, key, size, etag, modified, sourceIp, ids });
}

/** What S3 says of an object that it has just stored. */
export function storedHeaders({
  etag,
  checksums,
  checksumType,
  headers,
}: StoredObject): Record<string, string> {
  const answer: Record<string, string> = { etag: `"${etag}"` };
  for (const name in checksums) {
    answer[`x-amz-checksum-${name}`] = checksums[name] ?? '';
    answer['x-amz-checksum-type'] = checksumType;
  }
  return withEncryption(answer, headers);
}

/**
 * Refuses what is too long before any of it is sent, and what does not say how long it is.
 *
 * Recorded from S3: the first in knox#43 and aws-sdk-js#1237, the second in moto#908 and arrow-rs#4514.
 */
export function checkLength(
  headers: Call['headers'],
  { refusesTransferEncoding }: Pick<ProviderRules, 'refusesTransferEncoding'>,
): void {
  const text = headers['content-length'];
  const decoded = headers['x-amz-decoded-content-length'];
  if (text === undefined) {
    const isChunked = headers['transfer-encoding'] !== undefined;
    if (isChunked && decoded === undefined && refusesTransferEncoding)
      throw notImplemented('Transfer-Encoding');
    if (!isChunked || decoded === undefined) throw missingContentLength();
  }
  const length = decoded === undefined ? Number(text) : decodedLength(headers);
  if (length > MAX_PUT)
    throw fault(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: String(length),
      MaxSizeAllowed: String(MAX_PUT),
    });
}
