import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidOption` for what is no function; what it answers is looked at when it is asked */
export function checkClock(now: unknown): void {
  if (typeof now !== 'function') refuse('InvalidOption', 'now', 'must be a function that answers a Date');
}
