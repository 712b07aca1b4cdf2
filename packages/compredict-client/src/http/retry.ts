import type { AiCoreError } from '../errors/ai-core-error.ts';
import { NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { wasNeverConnected } from './connection-error.ts';

/** How requests are repeated. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly limit: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** 501 and 505 will not be better a second later. */
const permanent = new Set([501, 505]);

/**
 * Whether a request may be sent again after an error, and may then fare better. What is not safe to repeat is repeated only
 * where no connection was ever made: after anything else, AI Core may have queued a run that nobody would know of.
 */
export function mayRepeat(error: AiCoreError, safe: boolean): boolean {
  if (!safe) return error instanceof NetworkError && wasNeverConnected(error);
  const { status } = error;
  if (status !== undefined) return status === 429 || (status >= 500 && !permanent.has(status));
  return error instanceof NetworkError || error instanceof TimeoutError;
}

/**
 * Milliseconds to wait after the given failed attempt, 1 the first: what AI Core asks for, otherwise twice as long each
 * time, less up to a half by chance. Undefined where AI Core asks for more than the policy allows: it means what it says.
 */
export function waitBeforeRetry(
  attempt: number,
  { baseDelayMs, maxDelayMs }: RetryPolicy,
  askedForMs: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (askedForMs !== undefined) return askedForMs > maxDelayMs ? undefined : askedForMs;
  return Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1)) * (1 - random() / 2);
}
