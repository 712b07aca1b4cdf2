import { endOfString } from './diagnose-json.ts';

/** A JSON text with null for each of the tokens `NaN`, `Infinity` and `-Infinity`; what strings hold stays. */
export function replaceNonFinite(text: string): string {
  const pieces: string[] = [];
  let start = 0;
  while (start < text.length) {
    const quote = text.indexOf('"', start);
    const end = quote === -1 ? text.length : quote;
    pieces.push(text.slice(start, end).replaceAll(token, 'null'));
    if (quote === -1) break;
    start = endOfString(text, quote) ?? text.length;
    pieces.push(text.slice(quote, start));
  }
  return pieces.join('');
}

const token = /-?\bInfinity\b|\bNaN\b/g;
