import { parseAmzDate } from '../sigv4/amz-date.ts';

// What is signed in one second has one date.
let last: { readonly text: string; readonly time: number } | undefined;

/** When a request was signed; `undefined` where the text tells no moment. */
export function signingDate(text: string): Date | undefined {
  if (text === last?.text) return new Date(last.time);
  const date = parseAmzDate(text);
  if (date !== undefined) last = { text, time: date.getTime() };
  return date;
}
