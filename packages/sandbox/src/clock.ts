import { AsyncLocalStorage } from 'node:async_hooks';
import { types } from 'node:util';
import { SandboxOptionError } from './sandbox-option-error.ts';

/** The one time of a sandbox: its AI Core and its S3 go by it. */
export interface SandboxClock {
  /** What time it is for the sandbox. */
  now(): Date;
  /**
   * Moves the time on, so that expiry is tested without waiting. Timers are not moved: they wait for real time.
   *
   * @param duration - A text such as `90s`, `61m`, `2h`, `8d`, or milliseconds. Back in time with a minus sign.
   * @throws {SandboxOptionError} the duration cannot be read, or leads to no date.
   */
  advance(duration: string | number): void;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A sandbox's clock as its servers see it. */
export interface ServerClock extends SandboxClock {
  /** Runs a request for which it is earlier or later; jobs that it queues go by the right time. */
  skewed<T>(duration: string | number, run: () => T): T;
  /** The clock of the request that is served now: as skewed as it is here, also where something else calls it. */
  ofRequest(): () => Date;
}

/**
 * A clock that starts with, and goes on like, another.
 *
 * @param now - The other. @default the machine's
 */
export function createClock(now?: () => Date): ServerClock {
  // Every request looks at it several times.
  const time = now === undefined ? () => Date.now() : () => now().getTime();
  const skew = new AsyncLocalStorage<number>();
  let offset = 0;
  const moved = () => new Date(time() + offset);
  const skewedBy = (by: number) => new Date(time() + offset + by);
  return {
    now: () => skewedBy(skew.getStore() ?? 0),
    ofRequest() {
      const by = skew.getStore();
      return by === undefined ? moved : () => skewedBy(by);
    },
    skewed: (duration, run) => skew.run(milliseconds(duration, moved()), run),
    advance(duration) {
      offset += milliseconds(duration, moved());
    },
  };
}

/**
 * A duration in milliseconds.
 *
 * @param from - The time it is counted from.
 * @param option - What it is called where it was given.
 * @throws {SandboxOptionError} it cannot be read, or leads to no date.
 */
export function milliseconds(duration: string | number, from: Date, option = 'duration'): number {
  const [, count = '', unit = ''] = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const value = typeof duration === 'number' ? duration : Number(count) * (UNITS[unit] ?? Number.NaN);
  if (isDate(new Date(from.getTime() + value))) return value;
  throw new SandboxOptionError(
    option,
    'must be milliseconds, or a text such as 90s, 61m, 2h or 8d, and lead to a date.',
  );
}

/** Is it a date, of whichever realm, and not `Invalid Date`? */
export const isDate = (value: unknown): value is Date =>
  types.isDate(value) && !Number.isNaN(value.getTime());
