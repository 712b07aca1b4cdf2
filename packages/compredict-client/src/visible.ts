// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text of unknown origin as people may see it, on one line: what could end a line, move a terminal's cursor or turn the
 * direction of writing is spelt out as `\u202e`.
 */
export function visible(text: string): string {
  return text.replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
