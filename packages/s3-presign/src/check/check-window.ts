import { MAX_EXPIRES_IN } from '../sigv4/names.ts';
import { checkWhole } from './check-whole.ts';

const MAX = MAX_EXPIRES_IN / 2;

/** @throws InvalidInputError `InvalidOption` for anything but whole seconds from 1 to half of S3's longest life. */
export function checkWindow(window: unknown): number {
  return checkWhole(window, 'window', 'InvalidOption', 1, MAX, `whole seconds from 1 to ${MAX} (3.5 days)`);
}
