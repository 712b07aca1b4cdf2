import { refuse } from '../check/refuse.ts';

/**
 * Refuses a signal that is none, and what shall be called and cannot: it would fail later in a timer, where nobody can
 * catch it.
 *
 * @param functions - Names of the options that are functions.
 *
 * @throws InvalidInputError `InvalidOption`
 */
export function checkCallable<Options extends { readonly signal?: AbortSignal }>(
  options: Options,
  functions: readonly (keyof Options & string)[],
): void {
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal))
    refuse('InvalidOption', 'signal', 'must be an AbortSignal');
  for (const name of functions)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      refuse('InvalidOption', name, 'must be a function');
}
