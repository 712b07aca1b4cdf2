import { checkWhole } from './check-whole.ts';

/** Largest object that one PUT may carry: 5 GB by the PutObject page, which S3 counts as 5 GiB. In bytes. */
const MAX_OBJECT_BYTES = 5 * 1024 ** 3;
const WHAT = `whole bytes from 0 to ${MAX_OBJECT_BYTES} (5 GiB)`;

/** Whether S3 takes an object of so many bytes in one upload. */
export function isSize(bytes: unknown): bytes is number {
  return Number.isInteger(bytes) && (bytes as number) >= 0 && (bytes as number) <= MAX_OBJECT_BYTES;
}

/** @throws InvalidInputError `InvalidContentLength` for anything but whole bytes from 0 to 5 GiB. */
export function checkSize(bytes: unknown, option: string): number {
  return checkWhole(bytes, option, 'InvalidContentLength', 0, MAX_OBJECT_BYTES, WHAT);
}
