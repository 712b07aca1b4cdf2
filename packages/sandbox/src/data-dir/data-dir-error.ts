/** Thrown by `startSandbox` when the folder of `dataDir` cannot be used. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError';
  /** `DataDirInUse`: by another sandbox that runs. `DataDirDamaged`: a file in it was changed from outside. */
  readonly code: 'DataDirInUse' | 'DataDirDamaged';

  constructor(code: DataDirError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
