import type { Algorithm } from '../define-algorithm.ts';
import { serve } from '../listen.ts';
import { createApp } from './app.ts';
import type { Account } from './auth-routes.ts';
import { createCatalog } from './catalog.ts';
import type { Delivery } from './delivery.ts';
import { type FeatureLimits, FeatureReader } from './features/feature-reader.ts';
import { JobQueue, type QueueOptions } from './job-queue.ts';
import { createTokens, type TokenLifetimes } from './tokens.ts';

/** A checked configuration. */
export interface AiCoreOptions {
  readonly account: Account;
  readonly algorithms: readonly Algorithm[];
  readonly sampleLimit: number;
  readonly queue: QueueOptions;
  readonly tokenLifetimes: TokenLifetimes;
  readonly features: FeatureLimits;
  readonly maxUploadBytes: number;
  readonly deliveryTimeoutMs: number;
  readonly now: () => Date;
  /** @default any free one */
  readonly port?: number;
}

/** A running AI Core. */
export interface AiCore {
  /** Base URL with `/api/v2`. */
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts AI Core on a loopback port. */
export async function startAiCore(options: AiCoreOptions): Promise<AiCore> {
  const { account, algorithms, sampleLimit, tokenLifetimes, maxUploadBytes, deliveryTimeoutMs, now } =
    options;
  const queue = new JobQueue(options.queue);
  const featureReader = new FeatureReader(options.features);
  const deliveries: Delivery[] = [];
  const stopping = new AbortController();
  const app = createApp({
    account,
    tokens: createTokens(tokenLifetimes, now),
    catalog: createCatalog(algorithms, sampleLimit),
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
    url: `${server.url}/api/v2`,
    deliveries,
    settled: () => queue.settled(),
    async stop() {
      stopping.abort();
      await Promise.all([queue.stop(), featureReader.stop(), server.close()]);
    },
  };
}
