import { refuse } from '../check/refuse.ts';

/**
 * Refuses options of the wrong kind before anything is sent: a signal that is none would otherwise fail in a timer, where
 * nobody can catch it.
 *
 * @throws InvalidInputError `InvalidOption`
 */
export function checkOptions(given: object, functions: readonly string[]): void {
  if (typeof given !== 'object' || given === null) refuse('InvalidOption', 'options', 'must be an object');
  const options: Readonly<Record<string, unknown>> = { ...given };
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal))
    refuse('InvalidOption', 'signal', 'must be an AbortSignal');
  for (const name of functions)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      refuse('InvalidOption', name, 'must be a function');
}
