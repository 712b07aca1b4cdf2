import { visible } from '../visible.ts';

// Names and descriptions come from a server, and what is written here is compiled: none of them may become code.

/** A name as the key of a type: as it is where it is a plain identifier, else as a string literal. */
export function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literalText(name);
}

/** Text as a string literal. */
export function literalText(text: string): string {
  // JSON's escapes are JavaScript's; what it leaves readable but invisible is spelt out too.
  return visible(JSON.stringify(text));
}

/** Text as a doc comment of its own line, or nothing where there is no text. */
export function commentText(text: string): string[] {
  const line = visible(text.replace(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/');
  return line === '' ? [] : [`/** ${line} */`];
}
