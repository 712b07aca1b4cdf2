/** Longest time for which SQS hides a message, in seconds. */
export const maxDelaySeconds = 43_200;

/** Seconds until the next attempt, by the number of the one that failed: 10, doubled with each, at most 15 minutes. */
export function defaultDelay(attempt: number): number {
  return Math.min(900, 10 * 2 ** (attempt - 1));
}

/**
 * The same as SQS takes it, whatever the function given says: it refuses all but whole seconds, and the delivery would come
 * again when its lease ends.
 */
export function wholeDelay(delayOf: (attempt: number) => number): (attempt: number) => number {
  return (attempt) => {
    const seconds = Math.min(maxDelaySeconds, Math.max(0, Math.ceil(delayOf(attempt))));
    return Number.isNaN(seconds) ? defaultDelay(attempt) : seconds;
  };
}
