/**
 * Thrown for a value of another type or out of range, or a name that is no option: by `startSandbox` before anything is
 * started or written, by `faults.add` before a rule is added, and by `clock.advance` before the time is moved.
 */
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
