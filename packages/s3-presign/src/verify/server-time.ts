import { Refusal } from './refusal.ts';
import type { VerifyOptions } from './verify-options.ts';

/**
 * The time to verify by. Where the server does not know it, or has no credentials, nothing can be verified, and so
 * nothing is accepted.
 */
export function serverTime(options: VerifyOptions): Date | Refusal {
  const { now = () => new Date(), credentials } = options ?? {};
  const time: unknown = typeof now === 'function' ? now() : undefined;
  if (!(time instanceof Date) || Number.isNaN(time.getTime()))
    return misconfigured('now answers no valid Date');
  if (typeof credentials !== 'function' && (typeof credentials !== 'object' || credentials === null))
    return misconfigured('there are no credentials to verify by');
  return time;
}

function misconfigured(why: string): Refusal {
  return new Refusal({
    code: 'InternalError',
    status: 500,
    message: `We encountered an internal error. Please try again. (${why})`,
    culprit: { kind: 'clock' },
  });
}
