/** Thrown by `startSandbox` when something listens on a port that was asked for. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly code = 'PortInUse';
  readonly port: number;

  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} is in use. Choose another, or 0 for any free one.`, options);
    this.port = port;
  }
}

/** The error of a server that could not listen, as {@link PortInUseError} where it is that. */
export function listenError(error: NodeJS.ErrnoException, port: number): Error {
  return error.code === 'EADDRINUSE' ? new PortInUseError(port, { cause: error }) : error;
}
