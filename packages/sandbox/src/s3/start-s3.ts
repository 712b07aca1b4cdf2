import { createServer, type RequestListener } from 'node:http';
import type { VerifyOptions } from '@x/s3-presign/verify';
import { listenOn } from '../listen.ts';
import { asS3Reads } from './as-s3-reads.ts';
import { eventMessages, type ObjectCreated } from './events/object-created.ts';
import { type EventQueue, type RunningEventQueue, startEventQueue } from './events/start-event-queue.ts';
import { createGate, type GateOptions } from './gate.ts';
import { inTurn } from './in-turn.ts';
import { PROVIDERS, type Provider } from './provider.ts';
import { RequestLog } from './request-log.ts';
import { requestIds } from './respond.ts';
import type { S3Request } from './s3-request.ts';
import { ObjectStore } from './storage/object-store.ts';

/** How to start an S3. */
export interface S3Options extends Partial<Pick<GateOptions, 'mode' | 'queryChecksums'>> {
  /** Buckets that are there from the start. */
  readonly buckets: readonly string[];
  /** The one region of this S3. */
  readonly region: string;
  /** Whose differences from AWS it has. @default 'aws' */
  readonly provider?: Provider;
  /** Whose signatures are taken. */
  readonly credentials: VerifyOptions['credentials'];
  /** The server's time. */
  readonly now: () => Date;
  /** Gives the time for a request, when it comes. @default `now` for all */
  readonly nowOfRequest?: () => () => Date;
  /** @default any free one */
  readonly port?: number;
  /** Of the SQS. @default any free one */
  readonly sqsPort?: number;
  /** What requests meet before the gate. @default nothing */
  readonly before?: (gate: RequestListener) => RequestListener;
  /** Whether every object created is told to a queue. @default false */
  readonly events?: boolean;
  /** Where everything is kept over restarts. @default nothing is kept */
  readonly folder?: string | undefined;
}

/** An S3 that runs. */
export interface RunningS3 {
  /** Endpoint URL, path style, without a slash at the end. */
  readonly url: string;
  /** There when events were asked for. */
  readonly events: EventQueue | undefined;
  readonly requests: readonly S3Request[];
  readonly store: ObjectStore;
  stop(): Promise<void>;
}

/** Starts an S3 on a loopback port: the objects, and in front of them the gate that checks every request. */
export async function startS3(options: S3Options): Promise<RunningS3> {
  const { buckets, region, credentials, now, mode = 'enforce', queryChecksums = 'ignore' } = options;
  const rules = PROVIDERS[options.provider ?? 'aws'];
  const store = new ObjectStore(options.folder);
  let queue: RunningEventQueue | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([store.stop(), queue?.stop()]);
  };
  try {
    for (const bucket of buckets) store.create(bucket, now());
    if (options.events === true) queue = await startEventQueue(region, options.sqsPort ?? 0);
    const messages = eventMessages(region, now);
    for (const bucket of buckets) await queue?.send(messages.test(bucket, requestIds()));
    const { send } = queue ?? {};
    const created = send && ((object: ObjectCreated) => send(messages.created(object)));

    const log = new RequestLog();
    const gate = createGate(
      { store, region, created, rules },
      {
        verify: { credentials, region, now },
        nowOfRequest: options.nowOfRequest ?? (() => now),
        mode,
        queryChecksums,
        log,
      },
    );
    // An object of 5 GB may take longer than the five minutes that Node.js gives a request, and who comes back to an idle
    // connection must not meet the end of the five seconds that Node.js gives it.
    const listener = inTurn(asS3Reads(rules, options.before?.(gate) ?? gate));
    const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, listener).on(
      'checkContinue',
      listener,
    );
    const { url, close } = await listenOn(server, options.port ?? 0);
    return {
      url,
      events: queue && {
        sqsUrl: queue.sqsUrl,
        queueUrl: queue.queueUrl,
        deadLetterQueueUrl: queue.deadLetterQueueUrl,
      },
      get requests() {
        return log.requests;
      },
      store,
      stop: () => close().then(stop),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
