import { serve } from '../listen.ts';
import { createApp } from './app.ts';
import type { Delivery } from './delivery.ts';
import { type FeatureLimits, FeatureReader } from './features/feature-reader.ts';
import { JobQueue, type QueueOptions } from './job-queue.ts';
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
  readonly now: () => Date;
  /** @default any free one */
  readonly port?: number;
}

/** A running AI Core. */
export interface AiCore {
  /** Origin: below it are `/api/v2` and `/api/v1`. */
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts AI Core on a loopback port. */
export async function startAiCore(options: AiCoreOptions): Promise<AiCore> {
  const { accounts, sampleLimit, maxUploadBytes, deliveryTimeoutMs, now } = options;
  const queue = new JobQueue(options.queue, now);
  const featureReader = new FeatureReader(options.features);
  const deliveries: Delivery[] = [];
  const stopping = new AbortController();
  const app = createApp({
    users: createUsers(accounts, sampleLimit),
    tokens: createTokens(options.tokens, now),
    throttle: createThrottle(options.requestsPerMinute, now),
    queue,
    featureReader,
    deliveries,
    maxUploadBytes,
    deliveryTimeoutMs,
    now,
    stopped: stopping.signal,
  });
  const server = await serve((request) => app.fetch(request), options.port ?? 0);
  return {
    url: server.url,
    deliveries,
    settled: () => queue.settled(),
    async stop() {
      stopping.abort();
      await Promise.all([queue.stop(), featureReader.stop(), server.close()]);
    },
  };
}
