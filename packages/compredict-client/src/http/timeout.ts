/** Whether a limit can be kept: timers of JavaScript run to 2^31 - 1 ms, and beyond that they fire at once. */
export function isTimeout(ms: unknown): boolean {
  return ms === false || (typeof ms === 'number' && ms > 0 && ms <= 2_147_483_647);
}

/** What to say of one that cannot. */
export const timeoutRule = 'must be more than 0 and at most 2147483647 milliseconds, or false.';
