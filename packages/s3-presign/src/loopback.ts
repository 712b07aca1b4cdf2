const LOOPBACK = /^(?:(?:[^/?#@]*\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d*)?$/i;

/** Whether a host, with or without a port, is this machine itself, to which nobody listens on the way. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
