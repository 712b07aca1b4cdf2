// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Whether a text holds what no header, URL or XML can carry as it is: a line break above all. */
export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text);
}
