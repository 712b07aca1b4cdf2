import { CredentialsError } from '../errors.ts';
import type { SigningCredentials } from '../sign/signing-target.ts';
import { checkDate } from './check-date.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses credentials that cannot sign: an environment variable that is not set would sign as `undefined`, and S3 would
 * say no more than that it knows no such key. Messages hold none of the values.
 *
 * @throws CredentialsError `CredentialsNotFound` for a key that is missing
 * @throws InvalidInputError `InvalidOption` for white space around a key, or an expiration that is no Date
 */
export function checkCredentials({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: Partial<SigningCredentials>): void {
  checkKeyPart('accessKeyId', accessKeyId);
  checkKeyPart('secretAccessKey', secretAccessKey);
  // A user's keys have no token; where it comes from the environment, it may be there and empty.
  if (sessionToken !== undefined && sessionToken !== '') checkKeyPart('sessionToken', sessionToken);
  if (expiration !== undefined) checkDate(expiration, 'expiration');
}

function checkKeyPart(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw new CredentialsError(
      'CredentialsNotFound',
      `${name} is missing: hand in the key of a user or role`,
    );
  if (value.trim() !== value)
    refuse('InvalidOption', name, 'must not begin or end with white space, such as the end of a line');
}
