import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidOption` for what is no boolean: the text of a variable, `'false'`, would be true */
export function checkBoolean(value: unknown, option: string): boolean {
  return typeof value === 'boolean' ? value : refuse('InvalidOption', option, 'must be true or false');
}
