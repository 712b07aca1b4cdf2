import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectReference } from '../object-reference.ts';

/** What S3 answers when another object lies there by now. */
const preconditionFailed = 412;
/** What stores answer that do not know conditional deletes, and say so. */
const notImplemented = 501;

/**
 * Deletes an object, and nothing that was uploaded under its key since: that may be a good result.
 *
 * @returns Whether it is gone; not when the store would not delete it on that condition.
 */
export async function removeOriginal(client: S3Client, object: ObjectReference): Promise<boolean> {
  const { bucket: Bucket, key: Key } = object;
  try {
    await client.send(new DeleteObjectCommand({ Bucket, Key, ...exactly(object) }));
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = statusOf(error);
    if (status === preconditionFailed || status === notImplemented) return false;
    if (error.name === 'NoSuchKey') return true;
    throw error;
  }
}

/** By its shape: the client, and so its errors, may be of another copy of the SDK. */
function statusOf(error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) {
  return error.$metadata?.httpStatusCode;
}

/**
 * By its version, or on condition of its content: S3 answers 501 to both at once (localstack/localstack#13894). Where
 * versioning is suspended, uploads overwrite the version `null`.
 */
function exactly({ versionId, eTag }: ObjectReference) {
  if (versionId !== undefined && versionId !== 'null') return { VersionId: versionId };
  return { IfMatch: eTag && `"${eTag}"` };
}
