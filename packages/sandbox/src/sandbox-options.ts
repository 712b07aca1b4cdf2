import { randomBytes } from 'node:crypto';
import { type AccountOptions, resolveAccounts } from './account-options.ts';
import type { AiCoreOptions } from './ai-core/start-ai-core.ts';
import type { Identity } from './data-dir/open-data-dir.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import type { Provider } from './s3/provider.ts';

/** Everything about a sandbox that can be chosen. What is `undefined` counts as not given. */
export interface SandboxOptions extends AccountOptions {
  /** More accounts, each with its own algorithms. @default [] */
  readonly accounts?: readonly AccountOptions[] | undefined;
  /** Region of the S3, part of every signature: letters, digits, `_` and `-`. @default 'eu-central-1'; of R2 'auto' */
  readonly region?: string | undefined;
  /** The bucket that is there from the start: 3 to 63 of a-z, 0-9, `.` and `-`. @default 'compredict-results' */
  readonly bucket?: string | undefined;
  /**
   * What presigned requests must be signed with. Those of the AWS SDK fit as they are, but for a session token.
   *
   * @default random
   */
  readonly credentials?:
    | { readonly accessKeyId: string | undefined; readonly secretAccessKey: string | undefined }
    | undefined;
  /**
   * Whether the bucket tells an SQS queue of every object created, as S3's event notifications do: `sandbox.events`.
   * Costs a seventh of a second at the start.
   *
   * @default false
   */
  readonly events?: boolean | undefined;
  readonly s3?:
    | {
        /**
         * `warn` lets in what S3 would refuse for its signature, its policy, its checksums or chunks that are too small;
         * `sandbox.s3Requests` keeps why it would.
         *
         * @default 'enforce'
         */
        readonly mode?: 'enforce' | 'warn' | undefined;
        /**
         * Whose differences from AWS it has.
         *
         * - `r2`: takes no forms and no checksums in URLs, and signatures for `us-east-1` too.
         * - `ceph`: answers as Ceph RGW 16.2.15 does. It passes over `x-amz-checksum-*`, over `x-amz-*` headers that are not
         *   signed, over URLs dated ahead and over the region; it reads policies more loosely; and what it refuses it words
         *   otherwise: a form with a wrong signature is `AccessDenied`, a policy it cannot read `InvalidArgument`.
         *
         * @default 'aws'
         */
        readonly provider?: Provider | undefined;
        /**
         * Checksums in the query of a presigned URL, such as that of the empty body which the AWS SDK bakes in: AWS passes
         * over them; SeaweedFS and Garage hold them against the body, and refuse it.
         *
         * @default 'ignore'
         */
        readonly queryChecksums?: 'ignore' | 'enforce' | undefined;
      }
    | undefined;
  /**
   * Requests with more samples are queued; a version may have its own limit. A whole number; 0 queues everything,
   * `Infinity` nothing that has no callback.
   *
   * @default 500
   */
  readonly sampleLimit?: number | undefined;
  readonly queue?:
    | {
        /** How many jobs run at once. 0 keeps every job Pending. @default 1 */
        readonly workers?: number | undefined;
        /** Milliseconds a job is held In Progress before it is computed. @default 0 */
        readonly latencyMs?: number | undefined;
        /** How many jobs may wait for a worker; one more is answered 429. @default any number */
        readonly capacity?: number | undefined;
        /** Days after which a finished or cancelled job is answered 404. @default 3 */
        readonly keepDays?: number | undefined;
      }
    | undefined;
  readonly tokens?:
    | {
        /** How long an access token is valid, in seconds; at least 1. @default 300 */
        readonly accessLifetimeSeconds?: number | undefined;
        /** How long a refresh token is valid, in seconds; at least 1. @default 86400 */
        readonly refreshLifetimeSeconds?: number | undefined;
        /** Whether refreshing gives a new refresh token too, and ends the old one. @default false */
        readonly rotate?: boolean | undefined;
      }
    | undefined;
  /**
   * How often each account may ask in any minute of the sandbox's time, and how often, counted apart, it may log in,
   * refresh and verify; more is answered 429. Calls with names or tokens that nobody has count together.
   *
   * @default any number
   */
  readonly requestsPerMinute?: number | undefined;
  /** Larger predict and fit requests are answered 413, also if they only unpack to that. @default 512 MiB */
  readonly maxUploadBytes?: number | undefined;
  readonly features?:
    | {
        /** Longer tables are answered 400. @default 10000000 */
        readonly maxRows?: number | undefined;
        /** Files whose pages unpack to more bytes are answered 400. @default 1 GiB */
        readonly maxUnpackedBytes?: number | undefined;
        /** How long reading one file may take, in milliseconds, before it is given up and answered 400. @default 10000 */
        readonly timeoutMs?: number | undefined;
      }
    | undefined;
  /** How long a callback target may take, in milliseconds. @default 30000 */
  readonly deliveryTimeoutMs?: number | undefined;
  /** Loopback ports, where they must be known beforehand; 0 is any free one. */
  readonly ports?:
    | {
        /** @default 0 */
        readonly aiCore?: number | undefined;
        /** @default 0 */
        readonly s3?: number | undefined;
        /** Of the SQS that `events` starts. @default 0 */
        readonly sqs?: number | undefined;
      }
    | undefined;
  /** What goes wrong from the start; `sandbox.faults` adds and drops more. @default [] */
  readonly faults?: readonly FaultRule[] | undefined;
  /** Decides which requests a fault with a `probability` hits: the same ones in every run. @default 0 */
  readonly faultSeed?: number | undefined;
  /**
   * A folder that keeps the credentials of the first account and of the S3, objects, jobs and trained versions over
   * restarts. Jobs that have not ended when the sandbox stops, or is killed, are Canceled. Events, deliveries and faults
   * are not kept. One process at a time.
   *
   * @default nothing is kept
   */
  readonly dataDir?: string | undefined;
  /** The time by which tokens, presigned requests and records go. @default the system's */
  readonly now?: (() => Date) | undefined;
}

/** Options with every default filled in. */
export interface ResolvedOptions
  extends Omit<AiCoreOptions, 'clock' | 'faults' | 'port' | 'folder' | 'beside'> {
  readonly now: (() => Date) | undefined;
  readonly faultRules: readonly FaultRule[];
  readonly faultSeed: number;
  readonly region: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly events: boolean;
  readonly s3: {
    readonly mode: 'enforce' | 'warn';
    readonly provider: Provider;
    readonly queryChecksums: 'ignore' | 'enforce';
  };
  readonly ports: { readonly aiCore: number; readonly s3: number; readonly sqs: number };
}

/**
 * Fills in the defaults.
 *
 * @param options - Checked by {@link checkOptions}.
 * @param kept - Who might use the sandbox before: the default of who may now.
 * @throws {SandboxOptionError} an account has the name or the API key that the first one had before.
 */
export function resolveOptions(options: SandboxOptions, kept?: Identity): ResolvedOptions {
  const { credentials, s3, queue, tokens, features, ports } = options;
  return {
    accounts: resolveAccounts(options, options.accounts ?? [], kept),
    region: options.region ?? (s3?.provider === 'r2' ? 'auto' : 'eu-central-1'),
    bucket: options.bucket ?? 'compredict-results',
    credentials: {
      // Shaped like a real key, so that whatever looks at the shape is content.
      accessKeyId:
        credentials?.accessKeyId ?? kept?.credentials.accessKeyId ?? `AKIA${random(8).toUpperCase()}`,
      secretAccessKey: credentials?.secretAccessKey ?? kept?.credentials.secretAccessKey ?? random(20),
    },
    events: options.events ?? false,
    s3: {
      mode: s3?.mode ?? 'enforce',
      provider: s3?.provider ?? 'aws',
      queryChecksums: s3?.queryChecksums ?? 'ignore',
    },
    sampleLimit: options.sampleLimit ?? 500,
    queue: {
      workers: queue?.workers ?? 1,
      latencyMs: queue?.latencyMs ?? 0,
      capacity: queue?.capacity ?? Number.POSITIVE_INFINITY,
      keepDays: queue?.keepDays ?? 3,
    },
    tokens: {
      lifetimes: {
        access: tokens?.accessLifetimeSeconds ?? 300,
        refresh: tokens?.refreshLifetimeSeconds ?? 86_400,
      },
      rotate: tokens?.rotate ?? false,
    },
    requestsPerMinute: options.requestsPerMinute ?? Number.POSITIVE_INFINITY,
    features: {
      maxRows: features?.maxRows ?? 10_000_000,
      maxUnpackedBytes: features?.maxUnpackedBytes ?? 2 ** 30,
      timeoutMs: features?.timeoutMs ?? 10_000,
    },
    maxUploadBytes: options.maxUploadBytes ?? 512 * 1024 * 1024,
    faultRules: options.faults ?? [],
    faultSeed: options.faultSeed ?? 0,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? 30_000,
    ports: { aiCore: ports?.aiCore ?? 0, s3: ports?.s3 ?? 0, sqs: ports?.sqs ?? 0 },
    now: options.now,
  };
}

const random = (bytes: number): string => randomBytes(bytes).toString('hex');
