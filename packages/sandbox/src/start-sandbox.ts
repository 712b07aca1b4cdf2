import { inspect } from 'node:util';
import type { Delivery } from './ai-core/delivery.ts';
import type { JobRecord } from './ai-core/job.ts';
import type { RequestRecord } from './ai-core/request-log.ts';
import { startAiCore } from './ai-core/start-ai-core.ts';
import { checkOptions } from './check-options.ts';
import { createClock, type SandboxClock } from './clock.ts';
import { createControlApp } from './control/control-app.ts';
import { type DataDir, openDataDir } from './data-dir/open-data-dir.ts';
import { Faults, type SandboxFaults } from './faults/faults.ts';
import { withFaults } from './faults/with-faults.ts';
import type { EventQueue } from './s3/events/start-event-queue.ts';
import type { S3Request } from './s3/s3-request.ts';
import { startS3 } from './s3/start-s3.ts';
import { type ResolvedOptions, resolveOptions, type SandboxOptions } from './sandbox-options.ts';

/** A running sandbox. `console.log` and `JSON.stringify` of it show no password and no key. */
export interface Sandbox extends AsyncDisposable {
  /** Base URL of AI Core, with `/api/v2`. */
  readonly aiCoreUrl: string;
  readonly username: string;
  readonly password: string;
  /** The same account in AI Core v1, which takes a key in place of a login. */
  readonly v1: {
    /** Base URL, with `/api/v1`. */
    readonly aiCoreUrl: string;
    /** Sent as `Authorization: Token <key>`. */
    readonly apiKey: string;
  };
  /** A page for people: jobs, deliveries, what S3 said to each request, objects. */
  readonly statusUrl: string;
  /** Endpoint of the S3, without a trailing slash. */
  readonly s3Url: string;
  readonly region: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The time of both, which can be moved on. */
  readonly clock: SandboxClock;
  /** What goes wrong on demand. */
  readonly faults: SandboxFaults;
  /** The queue that tells of every object created in the bucket; there when `events` is true. */
  readonly events: EventQueue | undefined;
  /** Every job that is not forgotten, oldest first, as it is now. */
  readonly jobs: readonly JobRecord[];
  /** Every attempt to deliver a result, in the order they ended. Grows while jobs run. */
  readonly deliveries: readonly Delivery[];
  /** The last ten thousand requests to AI Core, in the order they ended. */
  readonly requests: readonly RequestRecord[];
  /** The last ten thousand requests to the S3, each with what S3 says to it, in the order they were answered. */
  readonly s3Requests: readonly S3Request[];
  /** Resolves when every job that a worker has or will get has ended and all its deliveries are over. */
  settled(): Promise<void>;
  /**
   * Cancels jobs, aborts deliveries, closes every socket. Can be called again.
   *
   * @throws {DataDirError} when all has stopped: a job could not be written to `dataDir`, now or since the start. Of an
   * object that could not, the answer to its request said so: `InternalError`.
   */
  stop(): Promise<void>;
}

/** A sandbox that was started with `events`. */
export interface SandboxWithEvents extends Sandbox {
  readonly events: EventQueue;
}

/**
 * Starts an AI Core v2 and an S3 in this process, on loopback ports. Several can run side by side; they share nothing.
 *
 * @throws {SandboxOptionError} an option is of another type or out of range, or there is no option of that name.
 * @throws {PortInUseError} one of `ports` is taken.
 * @throws {DataDirError} the folder of `dataDir` is in use or damaged, or cannot be written to.
 *
 * @example
 * ```ts
 * await using sandbox = await startSandbox();
 * console.log(sandbox.aiCoreUrl); // http://127.0.0.1:…/api/v2
 * ```
 */
export function startSandbox(options: SandboxOptions & { readonly events: true }): Promise<SandboxWithEvents>;
export function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options);
  const dataDir = options.dataDir === undefined ? undefined : openDataDir(options.dataDir);
  try {
    return await start(resolveOptions(options, dataDir?.identity), dataDir);
  } catch (error) {
    dataDir?.close();
    throw error;
  }
}

async function start(resolved: ResolvedOptions, dataDir: DataDir | undefined): Promise<Sandbox> {
  const { region, bucket, credentials, events, ports } = resolved;
  const [account] = resolved.accounts;
  const { username, password, apiKey } = account;
  dataDir?.keep({ username, password, apiKey, credentials });
  const clock = createClock(resolved.now);
  const { now } = clock;
  const faults = new Faults(resolved.faultSeed, now);
  faults.add(...resolved.faultRules);
  const s3 = await startS3({
    ...resolved.s3,
    buckets: [bucket],
    region,
    credentials,
    events,
    now,
    nowOfRequest: clock.ofRequest,
    port: ports.s3,
    sqsPort: ports.sqs,
    folder: dataDir?.s3,
    before: (gate) => withFaults({ on: 's3', faults, clock }, gate),
  });
  const aiCore = await startAiCore({
    ...resolved,
    clock,
    faults,
    port: ports.aiCore,
    folder: dataDir?.aiCore,
    beside: (aiCore) => createControlApp({ clock, faults, aiCore, s3 }),
  }).catch(async (error: unknown) => {
    await s3.stop();
    throw error;
  });
  let stopped: Promise<unknown> | undefined;
  const stop = async (): Promise<void> => {
    // AI Core first: it may be delivering to the S3. Whatever fails, all is stopped.
    stopped ??= aiCore
      .stop()
      .finally(() => s3.stop())
      .finally(() => dataDir?.close());
    await stopped;
  };
  const shown = {
    aiCoreUrl: `${aiCore.url}/api/v2`,
    username,
    statusUrl: `${aiCore.url}/_sandbox/`,
    s3Url: s3.url,
    region,
    bucket,
  };
  const sandbox: Sandbox = {
    ...shown,
    password,
    v1: { aiCoreUrl: `${aiCore.url}/api/v1`, apiKey },
    credentials,
    clock,
    faults,
    events: s3.events,
    get jobs() {
      return aiCore.jobs;
    },
    deliveries: aiCore.deliveries,
    requests: aiCore.requests,
    get s3Requests() {
      return s3.requests;
    },
    settled: () => aiCore.settled(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return Object.defineProperties(sandbox, {
    toJSON: { value: () => shown },
    [inspect.custom]: { value: () => ({ ...shown, deliveries: aiCore.deliveries }) },
  });
}
