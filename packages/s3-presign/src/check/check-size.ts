import { InvalidInputError } from '../errors.ts';

/** Largest object that one PUT may carry: 5 GB by the PutObject page, which S3 counts as 5 GiB. In bytes. */
const MAX_OBJECT_BYTES = 5 * 1024 ** 3;

/** @throws InvalidInputError `InvalidContentLength` for anything but whole bytes from 0 to 5 GiB. */
export function checkSize(bytes: unknown, option: string): number {
  if (typeof bytes === 'number' && Number.isInteger(bytes) && bytes >= 0 && bytes <= MAX_OBJECT_BYTES)
    return bytes;
  throw new InvalidInputError(
    'InvalidContentLength',
    option,
    `${option} must be whole bytes from 0 to ${MAX_OBJECT_BYTES} (5 GiB), not ${String(bytes)}`,
  );
}
