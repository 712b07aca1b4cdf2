import type { InvalidInputCode } from '../errors.ts';
import { refuse } from './refuse.ts';

/**
 * A whole number within a range, both ends inclusive.
 *
 * @param what - What it must be, for the message.
 *
 * @throws InvalidInputError of the code, never clamping
 */
export function checkWhole(
  value: unknown,
  option: string,
  code: InvalidInputCode,
  min: number,
  max: number,
  what: string,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  // Only a number is quoted: whatever else was handed in may be a URL.
  return refuse(code, option, `must be ${what}, not ${typeof value === 'number' ? value : typeof value}`);
}
