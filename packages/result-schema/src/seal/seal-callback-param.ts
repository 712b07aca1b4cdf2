import { SignJWT } from 'jose';
import { sealAlgorithm, sealType } from './seal-claims.ts';
import { type SealSecret, sealKey } from './seal-key.ts';

/** Ten years. */
const maxSeconds = 315_360_000;

/** Options of {@link sealCallbackParam}. */
export interface SealOptions {
  /**
   * The run, by a name of your own that no other run has. Record it with the job id that `runAlgorithm` answers, and
   * `openCallbackParam` tells one run's result from another's.
   *
   * @default a random UUID
   */
  readonly runId?: string;
  /**
   * The key that the result was presigned for: `key` of a `PresignedUrl` or a `PresignedPost`. The seal is then worth
   * nothing under any other key. A form's key that ends with `${filename}` stands for all that begin as it does.
   */
  readonly objectKey?: string;
  /**
   * How long a result may take to arrive, in whole seconds, from 1 to 315360000 (ten years). Give it the life of the
   * presigned URL.
   *
   * @default 604800 (seven days, the longest life of a presigned URL)
   */
  readonly expiresIn?: number;
  /** The clock. Default: the system's. */
  readonly now?: () => Date;
}

/** What to send as `callback_param`: `param` of a callback of `@x/compredict-client`. */
export type SealedParam = {
  /** A JSON Web Token (RFC 7519), signed with HMAC-SHA-256. Opaque: JSON may be written anew around it. */
  readonly seal: string;
};

/**
 * Seals data of your own for one run, so that {@link openCallbackParam} tells the result of that run from anything else
 * that was written under its key. AI Core echoes the seal in the result's `callback_param`.
 *
 * The data is signed, not encrypted: AI Core and whoever reads the result can read it. Keep it small; it travels in a form
 * field.
 *
 * @param data any JSON value.
 * @param secret 32 bytes or more; of a list the first one seals.
 * @throws RangeError when `secret` is too short or `expiresIn` is out of range.
 * @throws TypeError when `data` is no JSON value, `objectKey` is no text, or `secret` is an empty list.
 *
 * @example
 * ```ts
 * const upload = await presigner.put('results/trip-7.json');
 * const param = await sealCallbackParam({ trip: 7 }, secret, { objectKey: upload.key });
 * await aiCore.runAlgorithm('mass-estimation', { features, callbacks: { ...upload, param } });
 * ```
 */
export async function sealCallbackParam(
  data: unknown,
  secret: SealSecret | readonly SealSecret[],
  options: SealOptions = {},
): Promise<SealedParam> {
  const { runId = crypto.randomUUID(), objectKey, expiresIn = 604_800, now = () => new Date() } = options;
  if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > maxSeconds) {
    throw new RangeError(`expiresIn must be a whole number of seconds, from 1 to ${maxSeconds}.`);
  }
  // It would seal, and never open.
  if (objectKey !== undefined && typeof objectKey !== 'string') {
    throw new TypeError('objectKey must be a text.');
  }
  const json = JSON.stringify(data);
  if (json === undefined) throw new TypeError('The data to seal must be a JSON value.');
  const [first] = secretsOf(secret);
  if (first === undefined) throw new TypeError('Give at least one secret.');
  const { id, key } = await sealKey(first);
  const sealedAt = Math.floor(now().getTime() / 1000);
  const place = objectKey === undefined ? {} : { key: objectKey };
  const seal = await new SignJWT({ data: JSON.parse(json), ...place })
    .setProtectedHeader({ alg: sealAlgorithm, typ: sealType, kid: id })
    .setJti(runId)
    .setIssuedAt(sealedAt)
    .setExpirationTime(sealedAt + expiresIn)
    .sign(key);
  return { seal };
}

/** One secret or several, as a list. */
export function secretsOf(secret: SealSecret | readonly SealSecret[]): readonly SealSecret[] {
  return typeof secret === 'string' || secret instanceof Uint8Array ? [secret] : secret;
}
