import type { InvalidInputCode } from '../errors.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses what is no plain object of names and values: a Map would be taken for empty, a text for its letters.
 *
 * @param what - What it shall be, for the message.
 *
 * @throws InvalidInputError of the code
 */
export function checkRecord(
  value: unknown,
  option: string,
  code: InvalidInputCode = 'InvalidOption',
  what = 'a plain object of names and values',
): void {
  if (Object.prototype.toString.call(value) !== '[object Object]') refuse(code, option, `must be ${what}`);
}
