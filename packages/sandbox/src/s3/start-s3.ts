import { createServer, type RequestListener } from 'node:http';
import type { VerifyOptions } from '@x/s3-presign/verify';
import { listenOn } from '../listen.ts';
import { eventMessages } from './events/object-created.ts';
import { type EventQueue, type RunningEventQueue, startEventQueue } from './events/start-event-queue.ts';
import { createGate } from './gate.ts';
import { requestIds } from './respond.ts';
import { startStorage } from './storage.ts';

/** How to start an S3. */
export interface S3Options {
  /** Buckets that are there from the start. */
  readonly buckets: readonly string[];
  /** The one region of this S3. */
  readonly region: string;
  /** Whose signatures are taken. */
  readonly credentials: VerifyOptions['credentials'];
  /** The server's time. */
  readonly now: () => Date;
  /** @default any free one */
  readonly port?: number;
  /** Of the SQS. @default any free one */
  readonly sqsPort?: number;
  /** What requests meet before the gate. @default nothing */
  readonly before?: (gate: RequestListener) => RequestListener;
  /** Whether every object created is told to a queue. @default false */
  readonly events?: boolean;
}

/** An S3 that runs. */
export interface RunningS3 {
  /** Endpoint URL, path style, without a slash at the end. */
  readonly url: string;
  /** There when events were asked for. */
  readonly events: EventQueue | undefined;
  stop(): Promise<void>;
}

/** Starts an S3 on a loopback port: the storage, and in front of it the gate that checks every request. */
export async function startS3(options: S3Options): Promise<RunningS3> {
  const storage = await startStorage(options.buckets);
  let queue: RunningEventQueue | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([storage.stop(), queue?.stop()]);
  };
  try {
    if (options.events === true) queue = await startEventQueue(options.region, options.sqsPort ?? 0);
    const messages = eventMessages(options.region, options.now);
    for (const bucket of options.buckets) await queue?.send(messages.test(bucket, requestIds()));
    const gate = createGate(storage, {
      ...options,
      created: async (object) => queue?.send(messages.created(object)),
    });
    const { url, close } = await listenOn(createServer(options.before?.(gate) ?? gate), options.port ?? 0);
    return {
      url,
      events: queue && {
        sqsUrl: queue.sqsUrl,
        queueUrl: queue.queueUrl,
        deadLetterQueueUrl: queue.deadLetterQueueUrl,
      },
      stop: () => close().then(stop),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
