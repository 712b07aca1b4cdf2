import { createServer } from 'node:http';
import type { ServerClock } from '../clock.ts';
import { isControlPath } from '../control/is-control-path.ts';
import type { Faults } from '../faults/faults.ts';
import { withFaults } from '../faults/with-faults.ts';
import { listenOn, webListener } from '../listen.ts';
import { createApp } from './app.ts';
import type { Delivery } from './delivery.ts';
import { type FeatureLimits, FeatureReader } from './features/feature-reader.ts';
import { type JobRecord, jobRecord } from './job.ts';
import { JobQueue, type QueueOptions } from './job-queue.ts';
import { KeptState } from './kept-state.ts';
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
  /** How often each user may ask in a minute, and how often log in. */
  readonly requestsPerMinute: number;
  readonly features: FeatureLimits;
  readonly maxUploadBytes: number;
  readonly deliveryTimeoutMs: number;
  readonly clock: ServerClock;
  readonly faults: Faults;
  /** @default any free one */
  readonly port?: number;
  /** Where jobs and trained versions are kept over restarts. @default nothing is kept */
  readonly folder?: string | undefined;
  /** What is served beside it, on `/_sandbox` and the paths below; `/` leads there. */
  readonly beside: (aiCore: Omit<AiCore, 'url' | 'stop'>) => WebHandler;
}

/** Answers web requests. */
export interface WebHandler {
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/** A running AI Core. */
export interface AiCore {
  /** Origin: below it are `/api/v2` and `/api/v1`. */
  readonly url: string;
  readonly jobs: readonly JobRecord[];
  readonly deliveries: readonly Delivery[];
  readonly requests: readonly RequestRecord[];
  settled(): Promise<void>;
  /** @throws {DataDirError} when it has stopped: a job could not be kept. */
  stop(): Promise<void>;
}

/** Starts AI Core on a loopback port. */
export async function startAiCore(options: AiCoreOptions): Promise<AiCore> {
  const { accounts, sampleLimit, maxUploadBytes, deliveryTimeoutMs, clock, faults } = options;
  const { now } = clock;
  const kept = options.folder === undefined ? undefined : new KeptState(options.folder);
  const queue = new JobQueue(options.queue, now, kept);
  const featureReader = new FeatureReader(options.features);
  const deliveries: Delivery[] = [];
  const requests: RequestRecord[] = [];
  const tokens = createTokens(options.tokens, now);
  const stopping = new AbortController();
  const app = createApp({
    users: createUsers(accounts, sampleLimit, (username) => kept?.versionsOf(username)),
    tokens,
    throttle: createThrottle(options.requestsPerMinute, now),
    throttleLogin: createThrottle(options.requestsPerMinute, now),
    queue,
    featureReader,
    deliveries,
    maxUploadBytes,
    deliveryTimeoutMs,
    faults,
    now,
    stopped: stopping.signal,
  });
  const aiCore = {
    get jobs() {
      return queue.jobs.map(jobRecord);
    },
    deliveries,
    requests,
    settled: () => queue.settled(),
  };
  const beside = options.beside(aiCore);
  const listener = webListener((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/') return Response.redirect(new URL('/_sandbox/', request.url));
    return (isControlPath(pathname) ? beside : app).fetch(request);
  });
  const faulted = withFaults({ on: 'ai-core', faults, clock, expireTokens: tokens.expireAccess }, listener);
  const server = await listenOn(createServer(withRequestLog(requests, now, faulted)), options.port ?? 0);
  return Object.assign(aiCore, {
    url: server.url,
    async stop() {
      stopping.abort();
      const ends = await Promise.allSettled([queue.stop(), featureReader.stop(), server.close()]);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
  });
}
