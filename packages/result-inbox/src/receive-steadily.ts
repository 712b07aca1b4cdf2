import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Source } from './source.ts';

/** Receives messages, or answers none when the signal was aborted. */
export type Receive = (max: number, signal: AbortSignal) => Promise<readonly Message[]>;

const maxPauseMs = 30_000;

/**
 * Receives from a source that may fail for a while. A failure at the very first is a mistake in the set-up, and thrown; later
 * ones are told, and answered by a pause: a second, doubled with each failure in a row.
 */
export function receiveSteadily(
  source: Source,
  leaseSeconds: number,
  onError: (error: unknown) => void,
): Receive {
  let worked = false;
  let failures = 0;
  return async (max, signal) => {
    if (signal.aborted) return [];
    try {
      const messages = await source.receive({ max, leaseSeconds, signal });
      worked = true;
      failures = 0;
      return messages;
    } catch (error) {
      if (signal.aborted) return [];
      if (!worked) throw error;
      onError(error);
      const pause = Math.min(maxPauseMs, 1000 * 2 ** failures++);
      await sleep(pause, undefined, { signal }).catch(() => {});
      return [];
    }
  };
}
