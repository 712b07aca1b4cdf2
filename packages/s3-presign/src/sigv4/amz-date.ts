/** Formats a date as Signature Version 4 wants it: `yyyyMMddTHHmmssZ`, UTC, whole seconds (cut, not rounded). */
export function amzDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

let lastTime = Number.NaN;
let lastText = '';

/** Formats a date as policies and S3's error documents do: ISO 8601, UTC, without milliseconds (cut, not rounded). */
export function isoSeconds(date: Date): string {
  const time = date.getTime();
  // The forms of one second end in one second, and to format a date takes longer than to sign.
  if (time !== lastTime) {
    lastText = `${date.toISOString().slice(0, -'.000Z'.length)}Z`;
    lastTime = time;
  }
  return lastText;
}

const LONG_FORM = /^\d{8}T\d{6}Z$/;

/** Reads `yyyyMMddTHHmmssZ`; `undefined` where the text has another form or names no real moment. */
export function parseAmzDate(text: string): Date | undefined {
  if (!LONG_FORM.test(text)) return undefined;
  // By the codes of its digits: every verified request pays for this, and to cut the text up costs several times more.
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * ZERO;
  const year = two(0) * 100 + two(2);
  const month = two(4);
  const day = two(6);
  const hour = two(9);
  const minute = two(11);
  const second = two(13);
  if (month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The 30th of February, a day or month 0 and years below 100 come out as another moment.
  const isReal =
    date.getUTCDate() === day && date.getUTCMonth() === month - 1 && date.getUTCFullYear() === year;
  return isReal ? date : undefined;
}

const ZERO = '0'.charCodeAt(0);
