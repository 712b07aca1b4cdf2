import { endOfString } from './diagnose-json.ts';

/**
 * How many members (a key and its value) the objects of a JSON text have. `JSON.parse` keeps the last one of a key that
 * is there twice: then its objects have fewer, and something was lost. Jumps from string to string, so that numbers cost
 * next to nothing.
 */
export function countMembers(json: string): number {
  let members = 0;
  for (let start = json.indexOf('"'); start !== -1; ) {
    let end = endOfString(json, start) ?? json.length;
    while (isBlank(json.charCodeAt(end))) end++;
    if (json[end] === ':') members++;
    start = json.indexOf('"', end);
  }
  return members;
}

/** Space, tab, line feed, carriage return: white space in JSON (RFC 8259, section 2). */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
