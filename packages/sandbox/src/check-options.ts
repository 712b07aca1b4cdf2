import * as v from 'valibot';
import { type AccountOptions, resolveAccounts } from './account-options.ts';
import { algorithmSchema } from './algorithm-schema.ts';
import { isDate } from './clock.ts';
import type { Identity } from './data-dir/open-data-dir.ts';
import { checkFaultRule } from './faults/check-fault-rule.ts';
import { BUCKET } from './s3/operations/buckets.ts';
import { SandboxOptionError } from './sandbox-option-error.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import {
  callable,
  type Fields,
  flag,
  listOf,
  objectMessage,
  oneOf,
  only,
  problemOf,
  samples,
  text,
  whole,
} from './schema-parts.ts';

/** A schema for every option of a group, and for nothing besides. */
const group = <Options>(schemas: Fields<NonNullable<Options>>) => v.partial(only(schemas, 'is no option'));

const API_KEY = 'must have 40 characters';

const account: Fields<AccountOptions> = {
  username: text,
  password: text,
  algorithms: listOf(algorithmSchema),
  apiKey: v.pipe(v.string(API_KEY), v.length(40, API_KEY)),
  publicKey: text,
};

const options = group<SandboxOptions>({
  ...account,
  accounts: listOf(group<AccountOptions>(account)),
  region: v.pipe(
    text,
    v.regex(/^[\w-]+$/, 'must be a name of letters, digits, "_" and "-", such as eu-central-1'),
  ),
  bucket: v.pipe(
    text,
    v.regex(BUCKET, 'must be what S3 lets a bucket be called: 3 to 63 of a-z, 0-9, "." and "-"'),
  ),
  // There may be more: the AWS SDK writes into the credentials that it is given where they come from.
  credentials: v.partial(
    v.looseObject(
      {
        accessKeyId: text,
        secretAccessKey: text,
        sessionToken: v.undefined('is refused: this S3 takes keys that last, without a session token'),
      } satisfies Fields<Identity['credentials'] & { readonly sessionToken: never }>,
      objectMessage,
    ),
  ),
  events: flag,
  s3: group<SandboxOptions['s3']>({
    mode: oneOf('enforce', 'warn'),
    provider: oneOf('aws', 'r2', 'ceph'),
    queryChecksums: oneOf('ignore', 'enforce'),
  }),
  sampleLimit: samples,
  queue: group<SandboxOptions['queue']>({
    workers: whole(0),
    latencyMs: whole(0),
    capacity: whole(0),
    keepDays: whole(1),
  }),
  tokens: group<SandboxOptions['tokens']>({
    accessLifetimeSeconds: whole(1),
    refreshLifetimeSeconds: whole(1),
    rotate: flag,
  }),
  requestsPerMinute: whole(1),
  maxUploadBytes: whole(1),
  features: group<SandboxOptions['features']>({
    maxRows: whole(1),
    maxUnpackedBytes: whole(1),
    timeoutMs: whole(1),
  }),
  deliveryTimeoutMs: whole(1),
  ports: group<SandboxOptions['ports']>({
    aiCore: whole(0, 65_535),
    s3: whole(0, 65_535),
    sqs: whole(0, 65_535),
  }),
  faults: listOf(v.unknown()),
  faultSeed: whole(0),
  dataDir: text,
  now: v.pipe(
    callable,
    v.check((now) => isDate(now()), 'must answer a date'),
  ),
});

/**
 * Checks all options, before anything is done about one. One that is `undefined` counts as not given.
 *
 * @throws {SandboxOptionError} one of another type or out of range, a name that is no option, accounts that cannot be
 * told apart, a public key or a rule that is none.
 */
export function checkOptions(given: SandboxOptions): void {
  const problem = problemOf(options, given);
  if (problem !== undefined) throw new SandboxOptionError(problem.path ?? 'options', `${problem.message}.`);
  const { accounts = [], faults = [], now = () => new Date() } = given;
  resolveAccounts(given, accounts);
  for (const rule of faults) checkFaultRule(rule, now());
}
