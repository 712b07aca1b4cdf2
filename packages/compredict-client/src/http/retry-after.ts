/**
 * Milliseconds to wait that an answer asks for: `Retry-After` in seconds or as a date, otherwise AI Core's own words
 * "Expected available in N second(s)". Undefined where it does not say.
 *
 * Source: RFC 9110 section 10.2.3; AI Core wire contract, section 3.
 */
export function retryAfterMs(headers: Headers, text: string, now: number): number | undefined {
  const header = headers.get('retry-after')?.trim();
  if (header) {
    if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
    const date = Date.parse(header);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  const seconds = /expected available in (\d+(?:\.\d+)?) seconds?/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
