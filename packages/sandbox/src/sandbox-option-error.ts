/** Thrown by `startSandbox`, before anything is started, for an option that is none, of another type or out of range. */
export class SandboxOptionError extends Error {
  override readonly name = 'SandboxOptionError';
  readonly code = 'InvalidOption';
  /** The option at fault, such as `queue.workers`. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(`${option} ${message}`);
    this.option = option;
  }
}
