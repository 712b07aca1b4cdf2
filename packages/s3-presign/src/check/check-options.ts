import { checkRecord } from './check-record.ts';
import { refuse } from './refuse.ts';

/** Names of all options of one function: those of its type, and no others. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/**
 * Refuses options that are no object, and names that are no option: what is misspelt would silently not hold.
 *
 * @param owner - Whose options they are, for the message.
 *
 * @throws InvalidInputError `InvalidOption`
 */
export function checkOptions(options: object, names: Readonly<Record<string, true>>, owner: string): void {
  checkRecord(options, 'options');
  for (const option in options)
    if (options[option as keyof typeof options] !== undefined && !Object.hasOwn(names, option))
      refuseOption(option, Object.keys(names), owner);
}

/** @throws InvalidInputError `InvalidOption` */
export function refuseOption(option: string, names: Iterable<string>, owner: string): never {
  return refuse('InvalidOption', option, `is no option of ${owner}, which knows: ${[...names].join(', ')}`);
}
