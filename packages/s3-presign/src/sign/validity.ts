import { refuse } from '../check/refuse.ts';
import { CredentialsError } from '../errors.ts';
import type { SigningCredentials } from './signing-target.ts';

/** From when to when a signature holds. */
export interface Validity {
  /** The signing time in milliseconds since the epoch, a whole second as the signature states it. */
  readonly signedAt: number;
  /** Whole seconds. */
  readonly expiresIn: number;
  readonly expiresAt: Date;
  /** There when less was given than asked for. */
  readonly limitedBy?: 'credentials';
}

/** How lives are given. */
export interface LifeRules {
  /**
   * Whole seconds to which the signing time is cut, so that all within one window are signed alike. Default: 1.
   */
  readonly window?: number;
  /** Refuse, rather than shorten, a life longer than the credentials'. Default: `false`. */
  readonly refuseShort?: boolean;
}

// The last second that may be signed in, so that whatever is signed ends in a year of four digits.
const LAST = Date.UTC(9999, 0);

/**
 * A URL or form dies with the credentials that signed it, whatever it says of itself (S3's "Using presigned URLs"), so
 * it is given no longer life than they have.
 *
 * Life counts from the signing time, cut to the window: `asked - window` seconds are left at least, which must be half
 * of `asked` or more.
 *
 * @param asked - Whole seconds.
 *
 * @throws CredentialsError `CredentialsExpired` when the credentials have less than a second left, and
 * `CredentialsTooShort` where short lives are refused.
 * @throws InvalidInputError `InvalidOption` for a window of more than half the life asked for, or an invalid `now`.
 */
export function validity(
  now: Date,
  asked: number,
  { expiration }: SigningCredentials,
  { window = 1, refuseShort = false }: LifeRules = {},
): Validity {
  if (window > 1 && window * 2 > asked)
    refuse(
      'InvalidOption',
      'window',
      `must be at most half of expiresIn, ${asked}, so that every URL keeps half its life; not ${window}`,
    );
  const step = window * 1000;
  const signedAt = now instanceof Date ? Math.floor(now.getTime() / step) * step : Number.NaN;
  if (!(signedAt >= 0 && signedAt < LAST))
    refuse(
      'InvalidOption',
      'now',
      'must answer a valid Date from 1970 to 9998: a signature has four digits for the year',
    );
  if (expiration === undefined) return { signedAt, expiresIn: asked, expiresAt: end(signedAt, asked) };

  const expiresIn = Math.min(asked, Math.floor((expiration.getTime() - signedAt) / 1000));
  const expiresAt = end(signedAt, expiresIn);
  if (!(expiresAt.getTime() > Math.floor(now.getTime() / 1000) * 1000))
    throw new CredentialsError(
      'CredentialsExpired',
      `The AWS credentials ended at ${expiration.toISOString()}: what they sign is refused. Refresh them.`,
    );
  if (expiresIn === asked) return { signedAt, expiresIn, expiresAt };
  if (refuseShort) throw credentialsTooShort(expiration, asked);
  return { signedAt, expiresIn, expiresAt, limitedBy: 'credentials' };
}

/** What is thrown where a short life is refused. */
export function credentialsTooShort(expiration: Date, asked: number): CredentialsError {
  return new CredentialsError(
    'CredentialsTooShort',
    `The AWS credentials end at ${expiration.toISOString()}, before the ${asked} seconds asked for: ask for less, or sign with credentials that live longer`,
  );
}

function end(signedAt: number, expiresIn: number): Date {
  return new Date(signedAt + expiresIn * 1000);
}
