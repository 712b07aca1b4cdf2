import { MAX_EXPIRES_IN } from '../sigv4/names.ts';
import { checkWhole } from './check-whole.ts';

const WHAT = `whole seconds from 1 to ${MAX_EXPIRES_IN} (7 days)`;

/** @throws InvalidInputError `InvalidExpiresIn` for anything but whole seconds from 1 to 604800, S3's own range. */
export function checkExpiresIn(expiresIn: unknown): number {
  return checkWhole(expiresIn, 'expiresIn', 'InvalidExpiresIn', 1, MAX_EXPIRES_IN, WHAT);
}
