import { InvalidInputError } from '../errors.ts';
import { MAX_EXPIRES_IN } from '../sigv4/names.ts';

/** @throws InvalidInputError `InvalidExpiresIn` for anything but whole seconds from 1 to 604800, S3's own range. */
export function checkExpiresIn(expiresIn: unknown): number {
  if (
    typeof expiresIn === 'number' &&
    Number.isInteger(expiresIn) &&
    expiresIn >= 1 &&
    expiresIn <= MAX_EXPIRES_IN
  )
    return expiresIn;
  throw new InvalidInputError(
    'InvalidExpiresIn',
    'expiresIn',
    `expiresIn must be whole seconds from 1 to ${MAX_EXPIRES_IN} (7 days), not ${String(expiresIn)}`,
  );
}
