import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Load } from './run-load.ts';

/**
 * The same exchanges with a server that does nothing: an upload of the features' size, a question, a result put and fetched.
 *
 * @returns the seconds that it takes.
 */
export async function runFloor({ runs, rows, concurrency }: Load): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const exchange = async (method: string, body?: Uint8Array<ArrayBuffer> | string): Promise<void> => {
    await (await fetch(url, body === undefined ? { method } : { method, body })).text();
  };
  const features = new Uint8Array(rows * 16);
  let next = 0;
  const one = async (): Promise<void> => {
    while (next++ < runs) {
      await exchange('POST', features);
      await exchange('GET');
      await exchange('PUT', '{}');
      await exchange('GET');
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: concurrency }, one));
  const seconds = (performance.now() - begin) / 1000;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return seconds;
}
