/** Why a text is not JSON, as far as it helps whoever has to find out. */
export type JsonFault = 'NonFiniteNumber' | 'Truncated' | 'InvalidJson';

/**
 * Says why `JSON.parse` refused a text. Its own message is no use: it quotes the text, secrets and all.
 * Outside of strings, `NaN` and `Infinity` are what Python writes; a text that ends within something was cut off.
 */
export function diagnoseJson(text: string): JsonFault {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '"') {
      index = endOfString(text, index + 1);
      if (index === text.length) return 'Truncated';
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (text.startsWith('NaN', index) || text.startsWith('Infinity', index)) return 'NonFiniteNumber';
  }
  return depth > 0 ? 'Truncated' : 'InvalidJson';
}

/** Index of the closing quote, or the length of the text if there is none. */
function endOfString(text: string, start: number): number {
  let index = start;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return Math.min(index, text.length);
}
