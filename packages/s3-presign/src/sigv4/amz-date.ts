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

const LONG_FORM = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** Reads `yyyyMMddTHHmmssZ`; `undefined` where the text has another form or names no real moment. */
export function parseAmzDate(text: string): Date | undefined {
  const parts = LONG_FORM.exec(text);
  if (!parts) return undefined;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // What is no real moment, such as the 30th of February, comes out as another one. To look is several times faster
  // than to write the date and compare, and every verified request pays for it.
  const isReal =
    date.getUTCSeconds() === second &&
    date.getUTCMinutes() === minute &&
    date.getUTCHours() === hour &&
    date.getUTCDate() === day &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCFullYear() === year;
  return isReal ? date : undefined;
}
