import { InvalidArgumentError } from '../errors/input-errors.ts';

/**
 * An id or version as one segment of a path.
 *
 * @throws {@link InvalidArgumentError} for what would make another path of it.
 */
export function pathSegment(argument: string, value: string): string {
  // A URL with `..` in it is another URL, even when encoded; a slash makes two segments of one.
  if (typeof value !== 'string' || value === '' || /[/\\]/.test(value) || value === '.' || value === '..') {
    throw new InvalidArgumentError(argument, `\`${argument}\` must be text, not empty, and without slashes.`);
  }
  if (!value.isWellFormed())
    throw new InvalidArgumentError(argument, `\`${argument}\` holds half a character.`);
  return encodeURIComponent(value);
}
