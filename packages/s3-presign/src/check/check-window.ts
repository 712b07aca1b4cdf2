import { InvalidInputError } from '../errors.ts';
import { MAX_EXPIRES_IN } from '../sigv4/names.ts';

/** @throws InvalidInputError `InvalidOption` for anything but whole seconds from 1 to half of S3's longest life. */
export function checkWindow(window: unknown): number {
  if (typeof window === 'number' && Number.isInteger(window) && window >= 1 && window <= MAX_EXPIRES_IN / 2)
    return window;
  throw new InvalidInputError(
    'InvalidOption',
    'window',
    `window must be whole seconds from 1 to ${MAX_EXPIRES_IN / 2} (3.5 days), not ${String(window)}`,
  );
}
