/** Options of every call. */
export interface CallOptions {
  /** Gives up at once, with `AbortedError`. What AI Core has accepted by then goes on. */
  readonly signal?: AbortSignal;
  /** Milliseconds for each attempt, or false for no limit. Default: the client's `timeout`, or `runTimeout` for runs. */
  readonly timeout?: number | false;
}
