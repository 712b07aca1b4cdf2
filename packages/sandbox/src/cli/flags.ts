import { parseArgs } from 'node:util';
import type { Provider } from '../s3/provider.ts';
import type { SandboxOptions } from '../sandbox-options.ts';
import { UsageError } from './usage-error.ts';

type S3 = NonNullable<SandboxOptions['s3']>;
type Mode = S3['mode'];
type QueryChecksums = S3['queryChecksums'];

interface Flag {
  /** What stands behind it in the help; without one the flag takes no value. */
  readonly value?: string;
  readonly help: string;
}

type FlagName =
  | 'port'
  | 's3-port'
  | 'sqs-port'
  | 'data-dir'
  | 'write-env'
  | 'json'
  | 'username'
  | 'password'
  | 'bucket'
  | 'region'
  | 'events'
  | 's3-provider'
  | 's3-mode'
  | 's3-query-checksums'
  | 'fault-seed'
  | 'sample-limit'
  | 'workers'
  | 'latency';

/** Ports that are tried without `--port` and `--s3-port`: fixed, so that a `.env` stays true. */
const PORTS = { aiCore: 8470, s3: 8471, sqs: 8472 };

/** Everything the command takes. */
export const FLAGS: Readonly<Record<FlagName, Flag>> = {
  port: {
    value: 'PORT',
    help: `of AI Core and the status page; default ${PORTS.aiCore}, 0 for any free one`,
  },
  's3-port': { value: 'PORT', help: `of the S3; default ${PORTS.s3}, 0 for any free one` },
  'sqs-port': { value: 'PORT', help: `of the SQS, with --events; default ${PORTS.sqs}, 0 for any free one` },
  'data-dir': { value: 'DIR', help: 'keep credentials, objects, jobs and trained versions there' },
  // Not `--env-file`: Node.js takes that for itself, wherever it stands.
  'write-env': { value: 'FILE', help: 'write the settings of your application there as well, as a .env' },
  json: { help: 'print one line of JSON instead' },
  username: { value: 'NAME', help: 'who may log in to AI Core; default: random' },
  password: { value: 'TEXT', help: 'default: random' },
  bucket: { value: 'NAME', help: 'the bucket that is there from the start; default compredict-results' },
  region: { value: 'REGION', help: 'of the S3; default eu-central-1, of r2 auto' },
  events: { help: 'an SQS queue that is told of every object created' },
  's3-provider': { value: 'NAME', help: 'whose S3 it passes for: aws, r2 or ceph; default aws' },
  's3-mode': { value: 'MODE', help: 'enforce, or warn: lets in what S3 would refuse; default enforce' },
  's3-query-checksums': {
    value: 'HOW',
    help: 'ignore checksums in URLs, as AWS does, or enforce them; default ignore',
  },
  'fault-seed': { value: 'N', help: 'decides which requests a fault with a probability hits; default 0' },
  'sample-limit': { value: 'N', help: 'requests with more samples are queued; default 500' },
  workers: { value: 'N', help: 'jobs at once; default 1; 0 keeps every job Pending' },
  latency: { value: 'MS', help: 'how long a job is held In Progress; default 0' },
};

/** What the command line asks for. */
export interface Wanted {
  readonly options: SandboxOptions;
  readonly envFile: string | undefined;
  readonly json: boolean;
}

/**
 * Reads the command line.
 *
 * @throws UsageError naming the flag, never its value: that may be a password.
 */
export function readFlags(args: readonly string[]): Wanted {
  const given = parse(args);
  const text = (name: FlagName): string | undefined => {
    const value = given[name];
    return typeof value === 'string' ? value : undefined;
  };
  // What a .env, which shells and libraries read each in their own way, can hold.
  for (const name of ['username', 'password', 'bucket', 'region'] as const)
    if (/['\r\n]/.test(text(name) ?? ''))
      throw new UsageError(`--${name} takes no single quotes and no line breaks`);
  const number = (name: FlagName): number | undefined => {
    const value = text(name);
    if (value !== undefined && !/^\d{1,10}$/.test(value))
      throw new UsageError(`--${name} takes a whole number`);
    return value === undefined ? undefined : Number(value);
  };
  return {
    options: {
      username: text('username'),
      password: text('password'),
      bucket: text('bucket'),
      region: text('region'),
      dataDir: text('data-dir'),
      events: given.events === true,
      // The sandbox itself says of a word that it does not know.
      s3: {
        provider: text('s3-provider') as Provider | undefined,
        mode: text('s3-mode') as Mode | undefined,
        queryChecksums: text('s3-query-checksums') as QueryChecksums | undefined,
      },
      faultSeed: number('fault-seed'),
      sampleLimit: number('sample-limit'),
      queue: { workers: number('workers'), latencyMs: number('latency') },
      ports: {
        aiCore: number('port') ?? PORTS.aiCore,
        s3: number('s3-port') ?? PORTS.s3,
        sqs: number('sqs-port') ?? PORTS.sqs,
      },
    },
    envFile: text('write-env'),
    json: given.json === true,
  };
}

function parse(args: readonly string[]): Partial<Record<FlagName, string | boolean>> {
  const options = Object.fromEntries(
    Object.entries(FLAGS).map(([name, { value }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string' } as const,
    ]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Only where the message begins with it: further on, it may quote a value.
    const [, flag] = /^(?:Unknown option|Option) '(-[\w-]+)/.exec((error as Error).message) ?? [];
    throw new UsageError(flag === undefined ? 'It takes flags only' : `Wrong flag ${flag}`, { cause: error });
  }
}
