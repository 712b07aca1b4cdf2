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
  const [, year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) || amzDate(date) !== text ? undefined : date;
}
