/** Thrown by `startSandbox` when the folder of `dataDir` cannot be used, and by `stop` when it could not be written to. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError';
  /**
   * `DataDirInUse`: by another sandbox that runs. `DataDirDamaged`: a file in it was changed from outside.
   * `DataDirUnwritable`: it is no folder, belongs to somebody else, was removed while the sandbox ran, or the disk is
   * full; the `cause` says which.
   */
  readonly code: 'DataDirInUse' | 'DataDirDamaged' | 'DataDirUnwritable';

  constructor(code: DataDirError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What is wrong with a file that was changed from outside. */
export const damaged = (path: string, how: string): DataDirError =>
  new DataDirError('DataDirDamaged', `${path} is damaged: ${how}.`);
