import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { type ObjectReference, objectReference } from '../object-reference.ts';

/** What {@link readObject} answers. */
export type ReadObject =
  | {
      readonly kind: 'read';
      /** What was read: the version and eTag that S3 answered, not those that were heard of. */
      readonly object: ObjectReference;
      readonly bytes: Uint8Array;
      readonly lastModified: Date | undefined;
    }
  /** Not read: larger than allowed. */
  | { readonly kind: 'tooLarge'; readonly object: ObjectReference }
  /** Deleted. S3 is strongly consistent: what is not there will not come later. */
  | { readonly kind: 'gone' };

/**
 * Reads an object: the version asked for, otherwise the current one.
 *
 * @throws what the AWS SDK throws, for any other reason.
 */
export async function readObject(
  client: S3Client,
  { bucket, key, versionId }: ObjectReference,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<ReadObject> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
  let answer: GetObjectCommandOutput;
  try {
    answer = await client.send(command, signal ? { abortSignal: signal } : {});
  } catch (error) {
    if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NoSuchVersion'))
      return { kind: 'gone' };
    throw error;
  }
  const { Body, ContentLength: size, ETag, VersionId, LastModified: lastModified } = answer;
  const object = objectReference(bucket, key, { versionId: VersionId ?? versionId, eTag: ETag, size });
  if (size !== undefined && size > maxBytes) {
    await Body?.transformToWebStream().cancel();
    return { kind: 'tooLarge', object };
  }
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return { kind: 'read', object, bytes, lastModified };
}
