import * as v from 'valibot';
import { objectReference } from '../object-reference.ts';
import type { ArrivedObject } from '../source.ts';

/** What is read of one record of an S3 event. */
export interface S3Record {
  readonly eventName: string;
  readonly s3: {
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size?: number;
      readonly eTag?: string;
      readonly versionId?: string | null;
      readonly sequencer?: string;
    };
  };
}

/**
 * One record of an S3 event, versions 2.x: a minor version only ever adds fields. Other S3s say `minio:s3` or `ceph:s3`,
 * and put `s3:` before the name of the event.
 *
 * Source: S3 user guide, "Event message structure".
 */
export const S3Record: v.GenericSchema<unknown, S3Record> = v.object({
  eventVersion: v.exactOptional(v.pipe(v.string(), v.startsWith('2.'))),
  eventSource: v.pipe(v.string(), v.endsWith(':s3')),
  eventName: v.string(),
  s3: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      size: v.exactOptional(v.number()),
      eTag: v.exactOptional(v.string()),
      versionId: v.exactOptional(v.nullable(v.string())),
      sequencer: v.exactOptional(v.string()),
    }),
  }),
});

/**
 * The object that a record says was created; undefined when it says something else.
 *
 * @throws URIError when the key is not encoded as it should be.
 */
export function createdByRecord({ eventName, s3 }: S3Record): ArrivedObject | undefined {
  if (!/^(s3:)?ObjectCreated:/.test(eventName)) return undefined;
  const { key, sequencer, ...facts } = s3.object;
  return {
    // Encoded as form values are: a space is a plus.
    ...objectReference(s3.bucket.name, decodeURIComponent(key.replaceAll('+', ' ')), facts),
    ...(sequencer ? { sequencer } : {}),
  };
}
