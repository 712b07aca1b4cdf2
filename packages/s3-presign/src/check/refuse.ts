import { type InvalidInputCode, InvalidInputError } from '../errors.ts';

/**
 * Refuses an option.
 *
 * @param why - The end of a sentence that begins with the option's name.
 */
export function refuse(code: InvalidInputCode, option: string, why: string, options?: ErrorOptions): never {
  throw new InvalidInputError(code, option, `${option} ${why}`, options);
}
