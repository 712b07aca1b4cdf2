import { UsageError } from './usage-error.ts';

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads `900`, `90s`, `15m`, `2h` or `7d` as seconds.
 *
 * @throws UsageError
 */
export function parseDuration(text: string, flag: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  const factor = SECONDS[unit];
  if (digits === '' || factor === undefined)
    throw new UsageError(`${flag} takes seconds, or a number with s, m, h or d: 900, 15m, 2h, 7d`);
  return Number(digits) * factor;
}
