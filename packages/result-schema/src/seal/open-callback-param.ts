import { errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import { isPlainObject } from '../is-plain-object.ts';
import { secretsOf } from './seal-callback-param.ts';
import { SealClaims, sealAlgorithm, sealType } from './seal-claims.ts';
import { SealError } from './seal-error.ts';
import { type SealKey, type SealSecret, sealKey } from './seal-key.ts';

/** Options of {@link openCallbackParam}: what is known of the result from elsewhere than its own text. */
export interface OpenOptions {
  /** The key that the result was found under. Needed where a key was sealed. */
  readonly objectKey?: string;
  /** `job_id` of the result. Give it along with `expectedJobId`. */
  readonly jobId?: string;
  /** The job id that `runAlgorithm` answered for the run, or a function that looks it up. Undefined: not recorded. */
  readonly expectedJobId?: string | ((runId: string) => string | undefined | Promise<string | undefined>);
  /**
   * When the result arrived: S3's `LastModified` for an object that may have lain there for a while.
   *
   * @default now
   */
  readonly arrivedAt?: Date;
  /**
   * Remembers a run and says whether it was seen for the first time. Called last, for genuine seals only. What it
   * remembers is of no use after `expiresAt`, unless results are read again later by `arrivedAt`. Not for a queue that may
   * deliver twice, or again after a failure: there the second delivery of a genuine result would be refused.
   */
  readonly firstUse?: (runId: string, expiresAt: Date) => boolean | Promise<boolean>;
}

/** What was sealed. */
export interface OpenedParam {
  /** The data, as JSON brings it back. */
  readonly data: unknown;
  readonly runId: string;
  /** The sealed key, as it was given; undefined when the seal is bound to none. */
  readonly objectKey?: string;
  readonly sealedAt: Date;
  readonly expiresAt: Date;
}

/** More than anybody's callbacks. A forger's list should not keep us busy. */
const maxTargets = 32;

/**
 * Opens what {@link sealCallbackParam} sealed and AI Core echoed, and refuses what is not genuine. Takes one
 * `callback_param`, or the list form of several callbacks: then the first one that opens is meant.
 *
 * @param param `callback_param` of a result.
 * @param secret the secret it was sealed with; while secrets are rotated, the new one and the old ones.
 * @throws {@link SealError}, whose `code` says why.
 * @throws TypeError when only one of `jobId` and `expectedJobId` is given.
 * @throws RangeError when a secret is too short.
 *
 * @example
 * ```ts
 * const result = parseResult(bytes);
 * const { data } = await openCallbackParam(result.callback_param, secret, { objectKey: key });
 * ```
 */
export async function openCallbackParam(
  param: unknown,
  secret: SealSecret | readonly SealSecret[],
  options: OpenOptions = {},
): Promise<OpenedParam> {
  if ((options.jobId === undefined) !== (options.expectedJobId === undefined)) {
    throw new TypeError('Give both jobId and expectedJobId, or none.');
  }
  const keys = await Promise.all(secretsOf(secret).map(sealKey));
  const opened = await openFirst(sealsIn(param), keys, options);
  const { runId, expiresAt } = opened;
  await checkJob(runId, options);
  if (options.firstUse && !(await options.firstUse(runId, expiresAt))) throw new SealError('Replayed', runId);
  return opened;
}

function sealsIn(param: unknown): string[] {
  const targets: readonly unknown[] = Array.isArray(param) ? param.slice(0, maxTargets) : [param];
  return targets.flatMap((target) => {
    const seal = isPlainObject(target) ? target.seal : undefined;
    return typeof seal === 'string' ? [seal] : [];
  });
}

async function openFirst(
  seals: readonly string[],
  keys: readonly SealKey[],
  options: OpenOptions,
): Promise<OpenedParam> {
  let refusal = new SealError('Missing');
  for (const seal of seals) {
    try {
      const opened = openedOf(await claimsOf(seal, keys, options.arrivedAt));
      checkObject(opened, options.objectKey);
      return opened;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** Checks signature, type and time. */
async function claimsOf(
  seal: string,
  keys: readonly SealKey[],
  arrivedAt: Date | undefined,
): Promise<SealClaims> {
  try {
    const { payload } = await jwtVerify(
      seal,
      ({ kid }) => {
        const found = keys.find(({ id }) => id === kid);
        if (found === undefined) throw new SealError('UnknownSecret');
        return found.key;
      },
      {
        algorithms: [sealAlgorithm],
        typ: sealType,
        requiredClaims: ['exp'],
        ...(arrivedAt && { currentDate: arrivedAt }),
      },
    );
    return v.parse(SealClaims, payload);
  } catch (error) {
    // The library's errors are not kept as the cause: they hold what was sealed.
    if (error instanceof errors.JWTExpired) throw new SealError('Expired', String(error.payload.jti));
    if (error instanceof errors.JOSEError || error instanceof v.ValiError) throw new SealError('Forged');
    throw error;
  }
}

function openedOf({ jti, iat, exp, key, data }: SealClaims): OpenedParam {
  return {
    data,
    runId: jti,
    ...(key === undefined ? {} : { objectKey: key }),
    sealedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
  };
}

/** S3 puts the name of the file sent in its place, in the key of a form. */
const fileName = '${filename}';

function checkObject({ objectKey, runId }: OpenedParam, found: string | undefined): void {
  if (objectKey === undefined) return;
  const matches = objectKey.endsWith(fileName)
    ? found?.startsWith(objectKey.slice(0, -fileName.length))
    : found === objectKey;
  if (!matches) throw new SealError('WrongObject', runId);
}

async function checkJob(runId: string, { jobId, expectedJobId }: OpenOptions): Promise<void> {
  if (expectedJobId === undefined) return;
  const expected = typeof expectedJobId === 'function' ? await expectedJobId(runId) : expectedJobId;
  if (expected === undefined) throw new SealError('UnknownRun', runId);
  if (expected !== jobId) throw new SealError('WrongJob', runId);
}
