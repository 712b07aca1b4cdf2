import { refuse } from './refuse.ts';

/**
 * A check that a text is so many bytes in base64.
 *
 * @throws InvalidInputError `InvalidOption`; the message does not hold the text
 */
export function base64Of(bytes: number): (value: string, option: string) => string {
  const length = Math.ceil(bytes / 3) * 4;
  const padding = (3 - (bytes % 3)) % 3;
  const form = new RegExp(`^[A-Za-z0-9+/]{${length - padding}}={${padding}}$`);
  return (value, option) =>
    typeof value === 'string' && form.test(value)
      ? value
      : refuse('InvalidOption', option, `must be ${bytes} bytes in base64, ${length} characters`);
}
