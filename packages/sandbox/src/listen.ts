import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { listenError } from './port-in-use-error.ts';

/** Milliseconds that requests in hand have to be answered: what was stored is then also said to be stored. */
const GRACE_MS = 250;

/** A server on a loopback port. */
export interface Listener {
  /** Origin without a trailing slash. */
  readonly url: string;
  /** Ends every connection, those in use a moment later, and frees the port. */
  close(): Promise<void>;
}

/**
 * Opens a server on a port of the loopback interface.
 *
 * @param port - 0 for any free one.
 * @throws {PortInUseError} somebody listens there.
 */
export async function listenOn(server: Server, port: number): Promise<Listener> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port))).listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise<void>((resolve) => {
        const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(impatience);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Serves web requests. */
export const webListener = (fetch: (request: Request) => Response | Promise<Response>): RequestListener =>
  getRequestListener((request) => fetch(request), { overrideGlobalObjects: false });
