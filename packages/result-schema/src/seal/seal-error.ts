/**
 * Why a result is not taken for the one that was asked for. Stable: code may switch on it.
 *
 * - `Missing`: `callback_param` holds no seal.
 * - `Forged`: not a seal, made with another secret under the same key id, or changed since it was made.
 * - `UnknownSecret`: made with a secret that is not among those given: a retired one, or somebody else's.
 * - `Expired`: the result arrived after the seal's end.
 * - `WrongObject`: sealed for another object key than the one the result was found under, or for a key, and none was given.
 * - `WrongJob`: the result's job id is not the one that was recorded for the run.
 * - `UnknownRun`: no job id is recorded for the run. It may arrive before it is recorded: try again before giving up.
 * - `Replayed`: a result of this run was taken before.
 */
export type SealErrorCode =
  | 'Missing'
  | 'Forged'
  | 'UnknownSecret'
  | 'Expired'
  | 'WrongObject'
  | 'WrongJob'
  | 'UnknownRun'
  | 'Replayed';

const messages: Readonly<Record<SealErrorCode, string>> = {
  Missing: 'The callback_param holds no seal: it does not come from a run that was sealed.',
  Forged: 'The seal is not one of ours, or was changed.',
  UnknownSecret: 'The seal was made with a secret that is not among those given.',
  Expired: 'The result arrived after its seal expired.',
  WrongObject: 'The seal belongs to a result under another object key.',
  WrongJob: 'The seal belongs to the result of another job.',
  UnknownRun: 'No job is recorded for the run of this seal.',
  Replayed: 'A result of this run was taken before.',
};

/** A result that is not genuine, as far as its `callback_param` tells. Quotes neither seal nor data. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: SealErrorCode;
  /** The run that the seal was made for. Undefined unless the seal itself is genuine. */
  readonly runId: string | undefined;

  constructor(code: SealErrorCode, runId?: string) {
    super(messages[code]);
    this.code = code;
    this.runId = runId;
  }
}

/** Tells a {@link SealError}, across copies of the package too. */
export function isSealError(error: unknown): error is SealError {
  return error instanceof SealError || (error instanceof Error && error.name === 'SealError');
}
