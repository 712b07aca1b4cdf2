import type { S3Client } from '@aws-sdk/client-s3';
import { checkCredentials } from '../check/check-credentials.ts';
import { CredentialsError } from '../errors.ts';
import type { SigningCredentials } from './signing-target.ts';

/** A refresh must gain this many seconds, or half of the life asked for, once it is known what a refresh brings. */
const WORTHWHILE = 60;

/**
 * The client's credentials, on request new ones where those at hand do not last as long as is asked for.
 *
 * @returns A function of the seconds asked for. It throws `CredentialsNotFound` where the AWS SDK finds none, or none
 * that can sign.
 */
export function credentialSource(
  client: S3Client,
  now: () => Date,
  refreshShort: boolean,
): (expiresIn: number) => Promise<SigningCredentials> {
  const left = ({ expiration }: SigningCredentials) =>
    expiration === undefined ? Number.POSITIVE_INFINITY : (expiration.getTime() - now().getTime()) / 1000;
  let refreshed: number | undefined;
  return async (expiresIn) => {
    const held = await resolveCredentials(client);
    if (!refreshShort || left(held) >= expiresIn) return held;
    // A role whose sessions are always shorter than what is asked for must not be assumed anew for every URL.
    if (refreshed !== undefined) {
      const gain = Math.min(expiresIn, refreshed) - left(held);
      if (gain < Math.min(WORTHWHILE, expiresIn / 2)) return held;
    }
    const fresh = await resolveCredentials(client, { forceRefresh: true });
    refreshed = left(fresh);
    return fresh;
  };
}

async function resolveCredentials(
  client: S3Client,
  options?: { readonly forceRefresh: boolean },
): Promise<SigningCredentials> {
  let found: SigningCredentials;
  try {
    found = await client.config.credentials(options);
  } catch (cause) {
    throw new CredentialsError(
      'CredentialsNotFound',
      'The AWS SDK got no credentials, and its `cause` says why: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or `credentials`',
      { cause },
    );
  }
  checkCredentials(found);
  return found;
}
