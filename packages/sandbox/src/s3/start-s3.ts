import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VerifyOptions } from '@x/s3-presign/verify';
import { eventMessages } from './events/object-created.ts';
import { type EventQueue, startEventQueue } from './events/start-event-queue.ts';
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

/** Starts an S3 on a free loopback port: the storage, and in front of it the gate that checks every request. */
export async function startS3(options: S3Options): Promise<RunningS3> {
  const storage = await startStorage(options.buckets);
  const queue = options.events === true ? await startEventQueue(options.region) : undefined;
  const messages = eventMessages(options.region, options.now);
  for (const bucket of options.buckets) await queue?.send(messages.test(bucket, requestIds()));
  const server = createServer(
    createGate(storage, { ...options, created: async (object) => queue?.send(messages.created(object)) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    events: queue && {
      sqsUrl: queue.sqsUrl,
      queueUrl: queue.queueUrl,
      deadLetterQueueUrl: queue.deadLetterQueueUrl,
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([storage.stop(), queue?.stop()]);
    },
  };
}
