import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type ObjectReference, objectReference } from '../object-reference.ts';
import type { Listed } from './progress.ts';

/** An object of a listing. */
export interface ListedObject extends Listed {
  readonly object: ObjectReference;
}

/** All objects under a prefix, up to a thousand at a time, in the order of their keys. */
export async function* listObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedObject[]> {
  let ContinuationToken: string | undefined;
  do {
    // Not by the SDK's paginator, which refuses the client of another copy of the SDK.
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }),
      { abortSignal: signal },
    );
    yield (page.Contents ?? []).map(({ Key = '', ETag = '', Size, LastModified }) => ({
      key: Key,
      eTag: ETag.replaceAll('"', ''),
      lastModified: LastModified?.getTime() ?? 0,
      object: objectReference(bucket, Key, { eTag: ETag, size: Size }),
    }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
