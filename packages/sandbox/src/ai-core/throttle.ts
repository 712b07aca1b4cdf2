import { ApiError } from './api-error.ts';

/** 429 in the words of Django REST framework, with its header: wire contract, section 3. */
export function throttled(seconds: number): ApiError {
  const error = `Request was throttled. Expected available in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return new ApiError(429, { error }, { 'retry-after': String(seconds) });
}

const MINUTE = 60_000;

/**
 * Lets each user through so many times in any minute of the sandbox's time, as Django REST framework counts: what was
 * refused does not count.
 *
 * @returns a function that throws 429 when it is called once too often for a user.
 */
export function createThrottle(requestsPerMinute: number, now: () => Date): (user: string) => void {
  if (requestsPerMinute === Number.POSITIVE_INFINITY) return () => {};
  const history = new Map<string, number[]>();
  return (user) => {
    const time = now().getTime();
    const recent = (history.get(user) ?? []).filter((request) => request > time - MINUTE);
    const [oldest = time] = recent;
    if (recent.length >= requestsPerMinute) throw throttled(Math.ceil((oldest + MINUTE - time) / 1000));
    history.set(user, [...recent, time]);
  };
}
