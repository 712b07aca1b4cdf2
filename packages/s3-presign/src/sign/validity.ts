import { CredentialsError } from '../errors.ts';
import type { SigningCredentials } from './signing-target.ts';

/** From when to when a signature holds. */
export interface Validity {
  /** The signing time, in whole seconds as the signature states it. */
  readonly signedAt: Date;
  /** Whole seconds. */
  readonly expiresIn: number;
  readonly expiresAt: Date;
}

/**
 * A URL or form dies with the credentials that signed it, whatever it says of itself (S3's "Using presigned URLs"), so
 * it is given no longer life than they have.
 *
 * @throws CredentialsError `CredentialsExpired` when the credentials have less than a second left.
 */
export function validity(now: Date, asked: number, credentials: SigningCredentials): Validity {
  const signedAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const end = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
  const expiresIn = Math.min(asked, Math.floor((end - signedAt.getTime()) / 1000));
  if (expiresIn < 1)
    throw new CredentialsError(
      'CredentialsExpired',
      `The AWS credentials ended at ${credentials.expiration?.toISOString()}: what they sign is refused. Refresh them.`,
    );
  return { signedAt, expiresIn, expiresAt: new Date(signedAt.getTime() + expiresIn * 1000) };
}
