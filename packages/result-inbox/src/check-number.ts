import { InboxError } from './inbox-error.ts';

/** A whole number within bounds, both included, or an error that names the option. */
export function checkNumber(option: string, value: number, min: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new InboxError('InvalidOption', `${option} must be a whole number from ${min} to ${max}.`);
}
