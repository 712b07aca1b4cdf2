import { createServer } from 'node:http';
import type { ServerClock } from '../clock.ts';
import { createControlApp } from '../control/control-app.ts';
import type { Faults } from '../faults/faults.ts';
import { withFaults } from '../faults/with-faults.ts';
import { listenOn, webListener } from '../listen.ts';
import type { S3Request } from '../s3/request-log.ts';
import { createApp } from './app.ts';
import type { Delivery } from './delivery.ts';
import { type FeatureLimits, FeatureReader } from './features/feature-reader.ts';
import { JobQueue, type QueueOptions } from './job-queue.ts';
import { type RequestRecord, withRequestLog } from './request-log.ts';
import { createThrottle } from './throttle.ts';
import { createTokens, type TokenOptions } from './tokens.ts';
import { type Account, createUsers } from './users.ts';

/** A checked configuration. */
export interface AiCoreOptions {
  /** At least one. */
  readonly accounts: readonly [Account, ...Account[]];
  readonly sampleLimit: number;
  readonly queue: QueueOptions;
  readonly tokens: TokenOptions;
  /** How often each user may ask in a minute. */
  readonly requestsPerMinute: number;
  readonly features: FeatureLimits;
  readonly maxUploadBytes: number;
  readonly deliveryTimeoutMs: number;
  readonly clock: ServerClock;
  readonly faults: Faults;
  /** What the S3 was sent, to be told over HTTP beside what AI Core was sent. */
  readonly s3Requests: readonly S3Request[];
  /** @default any free one */
  readonly port?: number;
}

/** A running AI Core. */
export interface AiCore {
  /** Origin: below it are `/api/v2` and `/api/v1`. */
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  readonly requests: readonly RequestRecord[];
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts AI Core on a loopback port. */
export async function startAiCore(options: AiCoreOptions): Promise<AiCore> {
  const { accounts, sampleLimit, maxUploadBytes, deliveryTimeoutMs, clock, faults } = options;
  const { now } = clock;
  const queue = new JobQueue(options.queue, now);
  const featureReader = new FeatureReader(options.features);
  const deliveries: Delivery[] = [];
  const requests: RequestRecord[] = [];
  const tokens = createTokens(options.tokens, now);
  const stopping = new AbortController();
  const app = createApp({
    users: createUsers(accounts, sampleLimit),
    tokens,
    throttle: createThrottle(options.requestsPerMinute, now),
    queue,
    featureReader,
    deliveries,
    maxUploadBytes,
    deliveryTimeoutMs,
    faults,
    now,
    stopped: stopping.signal,
  });
  const settled = () => queue.settled();
  const control = createControlApp({
    clock,
    faults,
    deliveries,
    requests,
    s3Requests: options.s3Requests,
    settled,
  });
  const listener = webListener((request) =>
    (new URL(request.url).pathname.startsWith('/_sandbox/') ? control : app).fetch(request),
  );
  const faulted = withFaults({ on: 'ai-core', faults, clock, expireTokens: tokens.expireAccess }, listener);
  const server = await listenOn(createServer(withRequestLog(requests, now, faulted)), options.port ?? 0);
  return {
    url: server.url,
    deliveries,
    requests,
    settled,
    async stop() {
      stopping.abort();
      await Promise.all([queue.stop(), featureReader.stop(), server.close()]);
    },
  };
}
