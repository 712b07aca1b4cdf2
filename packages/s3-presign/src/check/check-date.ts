import { refuse } from './refuse.ts';

/**
 * A date as HTTP writes it.
 *
 * @throws InvalidInputError `InvalidOption` for what is no Date, or no valid one
 */
export function checkDate(date: Date, option: string): string {
  if (date instanceof Date && !Number.isNaN(date.getTime())) return date.toUTCString();
  return refuse('InvalidOption', option, `must be a valid Date`);
}
