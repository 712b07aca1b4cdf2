import { decodedLength, missingContentLength, type OpenBody } from '../body/open-body.ts';
import type { ObjectCreated } from '../events/object-created.ts';
import { fault } from '../s3-fault.ts';
import { placed } from '../storage/piece.ts';
import type { WrittenPiece } from '../storage/piece-store.ts';
import type { ObjectSettings, StoredObject } from '../storage/stored-object.ts';
import { checkWrite } from './conditions.ts';
import { bucketFor } from './existing.ts';
import { settingsOf } from './object-settings.ts';
import type { Call, Operation, S3Context } from './operation.ts';

/** Largest object or part that one request may bring, in bytes. */
export const MAX_PUT: number = 5 * 1024 ** 3;

export const putObject: Operation = async (s3, call) => {
  const { address, headers } = call;
  const { key } = address;
  const settings = settingsOf(headers);
  checkLength(headers);
  checkWrite(bucketFor(s3.store, address), key, headers);

  const stored = storeBody(s3, key, settings, await call.body());
  const object = stored instanceof Promise ? await stored : stored;
  const told = makeVisible(s3, call, 'Put', object);
  if (told !== undefined) await told;
  return { status: 200, headers: storedHeaders(object) };
};

/** Writes what is to become an object, at once if it is in memory. Nobody sees it before {@link makeVisible}. */
export function storeBody(
  s3: S3Context,
  key: string,
  { headers, acl, tags }: ObjectSettings,
  { bytes, checksums }: OpenBody,
): StoredObject | Promise<StoredObject> {
  const stored = ({ piece, md5 }: WrittenPiece): StoredObject => ({
    headers,
    acl,
    tags,
    key,
    size: piece.size,
    etag: md5,
    modified: s3.now().getTime(),
    checksums,
    checksumType: 'FULL_OBJECT',
    pieces: [piece],
  });
  const written = s3.store.pieces.write(bytes);
  return written instanceof Promise ? written.then(stored) : stored(written);
}

/** Puts an object into its bucket, if its conditions still hold, and tells of it. */
export function makeVisible(
  s3: S3Context,
  { address, headers, request, ids }: Pick<Call, 'address' | 'headers' | 'request' | 'ids'>,
  by: ObjectCreated['by'],
  object: StoredObject,
): Promise<void> | undefined {
  const { key, size, etag } = object;
  // The bucket may be gone, or a condition no longer hold, when the bytes are there.
  const bucket = placed(object.pieces, () => {
    const found = bucketFor(s3.store, { bucket: address.bucket, key });
    checkWrite(found, key, headers);
    return found;
  });
  bucket.put(object);
  if (s3.created === undefined) return undefined;
  const sourceIp = request.socket.remoteAddress ?? '';
  return s3.created({ by, bucket: bucket.name, key, size, etag, sourceIp, ids });
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
  for (const name in headers)
    if (name.startsWith('x-amz-server-side-encryption')) answer[name] = headers[name] ?? '';
  return answer;
}

/** Refuses what is too long before any of it is sent, and what does not say how long it is. */
export function checkLength(headers: Call['headers']): void {
  const text = headers['content-length'];
  if (
    headers['x-amz-decoded-content-length'] === undefined &&
    text === undefined &&
    headers['transfer-encoding'] !== undefined
  )
    throw missingContentLength();
  const length =
    headers['x-amz-decoded-content-length'] === undefined ? Number(text ?? 0) : decodedLength(headers);
  if (length > MAX_PUT)
    throw fault(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: String(length),
      MaxSizeAllowed: String(MAX_PUT),
    });
}
