import { parseAmzDate } from '../sigv4/amz-date.ts';

let lastText = '';
let lastTime: number | undefined;

/**
 * When a request says that it was signed; `undefined` where it does not name a moment.
 *
 * What comes at one time was mostly signed in one second, in bulk or just now, and to read a date takes longer than to
 * compute a signature: the last one is kept.
 */
export function signingTime(text: string): Date | undefined {
  if (text !== lastText) {
    lastTime = parseAmzDate(text)?.getTime();
    lastText = text;
  }
  // A new one each time: callers get it, and may change it.
  return lastTime === undefined ? undefined : new Date(lastTime);
}
