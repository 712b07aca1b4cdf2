import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that speaks no HTTP of its own. */
export interface SocketServer extends AsyncDisposable {
  /** Origin without a trailing slash. */
  readonly url: string;
  /** How many connections there were. */
  connections(): number;
}

/**
 * Starts a server of raw sockets on a free loopback port, for what no HTTP server does on purpose: what `serve` writes is
 * what goes over the wire.
 */
export async function startSockets(serve: (socket: Socket) => void): Promise<SocketServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
