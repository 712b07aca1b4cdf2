import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** A server on a free loopback port. */
export interface Listener {
  /** Origin without a trailing slash. */
  readonly url: string;
  /** Ends every connection, also those in use, and frees the port. */
  close(): Promise<void>;
}

/** Serves web requests on a free port of the loopback interface. */
export async function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<Listener> {
  const server = createServer(
    getRequestListener((request) => fetch(request), { overrideGlobalObjects: false }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
