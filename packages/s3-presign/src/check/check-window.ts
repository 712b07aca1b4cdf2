import { MAX_EXPIRES_IN } from '../sigv4/names.ts';
import { checkWhole } from './check-whole.ts';

const RANGE = [1, MAX_EXPIRES_IN / 2] as const;

/** @throws InvalidInputError `InvalidOption` for anything but whole seconds from 1 to half of S3's longest life. */
export function checkWindow(window: unknown): number {
  return checkWhole(
    window,
    'window',
    'InvalidOption',
    RANGE,
    `whole seconds from 1 to ${RANGE[1]} (3.5 days)`,
  );
}
