import { InvalidArgumentError } from './errors/input-errors.ts';
import { isTimeout, timeoutRule } from './http/timeout.ts';
import type { ApiRequest } from './http/transport.ts';

/** Options of every call. */
export interface CallOptions {
  /** Gives up at once, with `AbortedError`. What AI Core has accepted by then goes on. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds for each attempt; more than 0, at most 2147483647 (24 days), or false for no limit. Default: the client's
   * `timeout`, or `runTimeout` for runs.
   */
  readonly timeout?: number | false;
  /**
   * Told the answer as it came, whether it was a success or not, its body there to be read: for headers, or for what the
   * schemas leave out. Of several attempts it is each one's; one of a status outside of HTTP is left out. What it throws is
   * ignored, as of hooks.
   */
  readonly onResponse?: (response: Response) => void;
}

/**
 * Options of a call as its request takes them.
 *
 * @throws {@link InvalidArgumentError} for a timeout that cannot be kept.
 */
export function requestOptions({
  signal,
  timeout,
  onResponse,
}: CallOptions = {}): Pick<ApiRequest, 'signal' | 'timeoutMs' | 'onResponse'> {
  if (timeout !== undefined && !isTimeout(timeout)) {
    throw new InvalidArgumentError('timeout', `\`timeout\` ${timeoutRule}`);
  }
  return { signal, timeoutMs: timeout, onResponse };
}
