import * as v from 'valibot';
import { objectReference } from '../object-reference.ts';
import type { ArrivedObject } from '../source.ts';

/** What is read of an event of S3 that comes by way of EventBridge. */
export interface EventBridgeEvent {
  readonly 'detail-type': string;
  readonly detail: {
    readonly bucket: { readonly name: string };
    readonly object: {
      readonly key: string;
      readonly size?: number;
      readonly etag?: string;
      readonly 'version-id'?: string;
      readonly sequencer?: string;
    };
  };
}

/**
 * An event of S3 by way of EventBridge. Its names differ from those of S3's own events, and its keys are not encoded.
 *
 * Source: S3 user guide, "EventBridge event message structure".
 */
export const EventBridgeEvent: v.GenericSchema<unknown, EventBridgeEvent> = v.object({
  source: v.literal('aws.s3'),
  'detail-type': v.string(),
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      size: v.exactOptional(v.number()),
      etag: v.exactOptional(v.string()),
      'version-id': v.exactOptional(v.string()),
      sequencer: v.exactOptional(v.string()),
    }),
  }),
});

/** The object that an event says was created; undefined when it says something else. */
export function createdByEvent(event: EventBridgeEvent): ArrivedObject | undefined {
  if (event['detail-type'] !== 'Object Created') return undefined;
  const { key, size, etag: eTag, 'version-id': versionId, sequencer } = event.detail.object;
  return {
    ...objectReference(event.detail.bucket.name, key, { size, eTag, versionId }),
    ...(sequencer ? { sequencer } : {}),
  };
}
