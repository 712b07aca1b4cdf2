import { checkWhole } from './check-whole.ts';

/** Largest object that one PUT may carry: 5 GB by the PutObject page, which S3 counts as 5 GiB. In bytes. */
const RANGE = [0, 5 * 1024 ** 3] as const;

/** @throws InvalidInputError `InvalidContentLength` for anything but whole bytes from 0 to 5 GiB. */
export function checkSize(bytes: unknown, option: string): number {
  return checkWhole(
    bytes,
    option,
    'InvalidContentLength',
    RANGE,
    `whole bytes from 0 to ${RANGE[1]} (5 GiB)`,
  );
}
