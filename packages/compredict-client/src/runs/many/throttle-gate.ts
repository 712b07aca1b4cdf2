import type { Clock } from '../../tasks/clock.ts';

/** Where all requests of a batch pass, so that one answer "too many requests" holds all of them back. */
export interface ThrottleGate {
  /** Resolves when the gate is open, or the signal aborted. */
  pass(signal: AbortSignal): Promise<void>;
  /** Shuts the gate for as long as AI Core asked for; where it did not say, for longer each time. */
  shut(ms: number | undefined): void;
  /** A request was accepted: the next pause of no stated length is a short one again. */
  relax(): void;
}

/** Milliseconds that the gate is shut for the first time AI Core does not say how long, and the most it grows to. */
const shortestMs = 1000;
const longestMs = 60_000;

/** Makes a {@link ThrottleGate}, open. */
export function throttleGate(clock: Clock): ThrottleGate {
  let opensAt = Number.NEGATIVE_INFINITY;
  let nextMs = shortestMs;
  return {
    async pass(signal) {
      while (!signal.aborted && clock.now() < opensAt) await clock.sleep(opensAt - clock.now(), signal);
    },
    shut(ms) {
      // Requests that were under way when the gate shut are refused too; they are no reason to wait longer.
      if (ms === undefined && clock.now() < opensAt) return;
      opensAt = Math.max(opensAt, clock.now() + (ms ?? nextMs));
      if (ms === undefined) nextMs = Math.min(longestMs, nextMs * 2);
    },
    relax() {
      nextMs = shortestMs;
    },
  };
}
