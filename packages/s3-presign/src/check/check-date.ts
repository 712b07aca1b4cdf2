import { InvalidInputError } from '../errors.ts';

/**
 * A date as HTTP writes it.
 *
 * @throws InvalidInputError `InvalidOption` for what is no Date, or no valid one
 */
export function checkDate(date: Date, option: string): string {
  if (date instanceof Date && !Number.isNaN(date.getTime())) return date.toUTCString();
  throw new InvalidInputError('InvalidOption', option, `${option} must be a valid Date`);
}
