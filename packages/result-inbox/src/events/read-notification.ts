import * as v from 'valibot';
import type { ArrivedObject } from '../source.ts';
import { createdByEvent, EventBridgeEvent } from './event-bridge-event.ts';
import { createdByRecord, S3Record } from './s3-record.ts';

/** What the text of a message says. */
export interface Notification {
  /** Objects that were created. */
  readonly objects: readonly ArrivedObject[];
  /** Why the text was not understood. Quotes nothing of it. */
  readonly unknown?: string;
}

const S3Event = v.object({ Records: v.array(S3Record) });
/** What S3 sends when a notification is set up. */
const TestEvent = v.object({ Event: v.literal('s3:TestEvent') });
/** What SNS puts around a message, unless the subscription asks for raw delivery. */
const SnsEnvelope = v.object({ Type: v.literal('Notification'), Message: v.string() });

/** A topic that is subscribed to a topic: nobody goes deeper. */
const maxEnvelopes = 3;

/**
 * Reads the text of a message: an S3 event, sent directly or through SNS, raw or not, or through EventBridge. Events that
 * create nothing (test events, removed objects, tags) have no objects.
 */
export function readNotification(body: string, envelopes = 0): Notification {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return { objects: [], unknown: 'It is not JSON.' };
  }
  if (v.is(SnsEnvelope, document) && envelopes < maxEnvelopes)
    return readNotification(document.Message, envelopes + 1);
  if (v.is(TestEvent, document)) return { objects: [] };
  try {
    const event = v.safeParse(S3Event, document);
    if (event.success)
      return { objects: event.output.Records.flatMap((record) => createdByRecord(record) ?? []) };
    const bridged = v.safeParse(EventBridgeEvent, document);
    if (bridged.success) return { objects: [bridged.output].flatMap((sent) => createdByEvent(sent) ?? []) };
  } catch (error) {
    if (error instanceof URIError)
      return { objects: [], unknown: 'The key of an object is not URL-encoded as S3 does it.' };
    throw error;
  }
  return { objects: [], unknown: 'It is no event of S3, sent directly, through SNS or through EventBridge.' };
}
