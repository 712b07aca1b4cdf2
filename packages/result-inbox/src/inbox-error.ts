/**
 * Why the inbox refused. Stable: code may switch on it.
 *
 * - `InvalidOption`: an option or argument is out of range; the message names it.
 * - `NotSettled`: the loop went on without `done()` or `retry()` of the delivery before.
 * - `AlreadySettled`: `done()` or `retry()` a second time.
 * - `LeaseLost`: the delivery was held for so long without a sign of life that another worker took it over.
 * - `Stopped`: the inbox was stopped.
 * - `WaitTimeout`: the result did not come in time. `cause` says why an object that was there is not it.
 */
export type InboxErrorCode =
  | 'InvalidOption'
  | 'NotSettled'
  | 'AlreadySettled'
  | 'LeaseLost'
  | 'Stopped'
  | 'WaitTimeout';

/** Every error of this package. Messages name jobs and objects, and never quote a result. */
export class InboxError extends Error {
  override readonly name = 'InboxError';
  readonly code: InboxErrorCode;

  constructor(code: InboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Tells an {@link InboxError}, across copies of the package too. */
export function isInboxError(error: unknown): error is InboxError {
  return error instanceof InboxError || (error instanceof Error && error.name === 'InboxError');
}
