import { AiCoreError } from './ai-core-error.ts';

/** No answer, or only part of one: no connection, a reset, a name that does not resolve. `cause` says more. */
export class NetworkError extends AiCoreError {
  override readonly name = 'NetworkError';
  readonly code = 'NetworkFailed';
}

/** The whole answer did not come within `timeout`. A run may have been accepted nevertheless. */
export class TimeoutError extends AiCoreError {
  override readonly name = 'TimeoutError';
  readonly code = 'TimedOut';
}

/** The caller's signal was aborted. `cause` is the signal's reason. */
export class AbortedError extends AiCoreError {
  override readonly name = 'AbortedError';
  readonly code = 'Aborted';
}

/**
 * The upload was given up: what was to be sent could not be read, was not of the size that it was said to have, or
 * `onUploadProgress` threw. `cause` is why. AI Core has not seen the end of it, and does nothing.
 */
export class BodyError extends AiCoreError {
  override readonly name = 'BodyError';
  readonly code = 'BodyFailed';
}
