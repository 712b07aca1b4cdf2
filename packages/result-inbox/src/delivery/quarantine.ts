import { createHash } from 'node:crypto';
import { CopyObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectReference } from '../object-reference.ts';
import type { Refusal } from './refusal.ts';
import { removeOriginal } from './remove-original.ts';

/** Options of the quarantine of an inbox. */
export interface QuarantineOptions {
  /**
   * What the keys begin with.
   *
   * @default 'quarantine/'
   */
  readonly prefix?: string;
  /** Another bucket. Default: the bucket that the object is in. */
  readonly bucket?: string;
  /**
   * Whether the original is deleted once its copy is there: the version that was read, or, without versions, on condition
   * (`If-Match`) that nothing was uploaded under its key since. Stores that refuse the condition (501) keep the original.
   * Stores that pass over it, such as MinIO and older Ceph, delete whatever lies there: with them, let the bucket keep
   * versions.
   *
   * @default false
   */
  readonly removeOriginal?: boolean;
}

/** What went into quarantine. */
export interface Quarantined {
  /** The original. */
  readonly object: ObjectReference;
  /** Its copy. The reason lies beside it, as `<key>.reason.json`. */
  readonly copy: { readonly bucket: string; readonly key: string };
  /** Whether the original is gone: not without `removeOriginal`, nor when the store would not delete it on its condition. */
  readonly removed: boolean;
  readonly reason: Refusal;
}

/** Where objects go that are no results. */
export interface Quarantine {
  /** Whether an object is one of the quarantine's own. */
  owns(object: ObjectReference): boolean;
  /**
   * Copies an object as it is, within S3, and says why. Doing so twice does no harm. Metadata that leaves no room for the
   * reason, of the 2 KB that S3 allows, goes into the report beside the copy.
   */
  put(object: ObjectReference, reason: Refusal): Promise<Quarantined>;
}

/** Longest key, in bytes. Source: S3 user guide, "Naming Amazon S3 objects". */
const maxKeyBytes = 1024;

/** Makes a {@link Quarantine}. */
export function createQuarantine(client: S3Client, options: QuarantineOptions = {}): Quarantine {
  const { prefix = 'quarantine/', bucket: otherBucket, removeOriginal: removes = false } = options;
  return {
    owns: ({ bucket, key }) => bucket === (otherBucket ?? bucket) && key.startsWith(prefix),

    async put(object, reason) {
      const original = { Bucket: object.bucket, Key: object.key, VersionId: object.versionId };
      const copy = { bucket: otherBucket ?? object.bucket, key: copyKey(prefix, object) };
      const head = await client.send(new HeadObjectCommand(original));
      const copyWith = (metadata: Record<string, string> = {}) =>
        client.send(
          new CopyObjectCommand({
            Bucket: copy.bucket,
            Key: copy.key,
            CopySource: copySource(object),
            // Otherwise what was overwritten meanwhile would be copied in place of what was judged.
            CopySourceIfMatch: object.eTag,
            // Metadata can only be added by stating all of it.
            MetadataDirective: 'REPLACE',
            Metadata: { ...metadata, 'quarantine-reason': reason.code },
            ContentType: head.ContentType,
            ContentEncoding: head.ContentEncoding,
            ContentDisposition: head.ContentDisposition,
            ContentLanguage: head.ContentLanguage,
            CacheControl: head.CacheControl,
          }),
        );
      let report: object = { object, reason };
      try {
        await copyWith(head.Metadata);
      } catch (error) {
        if (!(error instanceof Error && error.name === 'MetadataTooLarge')) throw error;
        // There was no room for the reason. What the metadata said goes into the report.
        await copyWith();
        report = { object, reason, metadata: head.Metadata };
      }
      await client.send(
        new PutObjectCommand({
          Bucket: copy.bucket,
          Key: `${copy.key}.reason.json`,
          ContentType: 'application/json',
          Body: JSON.stringify(report, null, 2),
        }),
      );
      const removed = removes && (await removeOriginal(client, object));
      return { object, copy, removed, reason };
    },
  };
}

/** Below the original's key, so that it is found by it; one for each content. */
function copyKey(prefix: string, { key, versionId, eTag }: ObjectReference): string {
  const version = encodeURIComponent(versionId ?? eTag ?? 'object');
  const copy = `${prefix}${key}/${version}`;
  if (Buffer.byteLength(`${copy}.reason.json`) <= maxKeyBytes) return copy;
  return `${prefix}${createHash('sha256').update(key).digest('hex')}/${version}`;
}

function copySource({ bucket, key, versionId }: ObjectReference): string {
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}
