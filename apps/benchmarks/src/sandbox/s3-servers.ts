import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An S3 that runs. */
export interface S3Server {
  readonly url: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

export const bucket = 'benchmark';
const anybody = { region: 'us-east-1', credentials: { accessKeyId: 'anybody', secretAccessKey: 'anything' } };

// Each is loaded when it is started: in a process of its own, the garbage collector goes through the code of no other.

async function startVerified(): Promise<S3Server> {
  const { startSandbox } = await import('@x/compredict-sandbox');
  const sandbox = await startSandbox({ bucket });
  const { region, credentials, s3Url: url } = sandbox;
  return { url, region, credentials, stop: () => sandbox.stop() };
}

async function startUnverified(): Promise<S3Server> {
  const { startFauxqs } = await import('fauxqs');
  const fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  fauxqs.createBucket(bucket);
  return { ...anybody, url: `http://127.0.0.1:${fauxqs.port}`, stop: () => fauxqs.stop() };
}

/** The least that a server can do with an object: read it, and make its ETag. */
async function startFloor(): Promise<S3Server> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const etag = `"${hash('md5', Buffer.concat(chunks))}"`;
        response.writeHead(200, { etag, 'content-length': 0 }).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { ...anybody, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** The one that the others are held against. */
export const YARDSTICK = 'fauxqs, unverified';

const SERVERS: Readonly<Record<string, () => Promise<S3Server>>> = {
  'sandbox, verified': startVerified,
  [YARDSTICK]: startUnverified,
  'floor: a bare server': startFloor,
};

export const NAMES: readonly string[] = Object.keys(SERVERS);

/** Starts one of {@link NAMES}. */
export async function startServer(name: string): Promise<S3Server> {
  const server = await SERVERS[name]?.();
  if (server === undefined) throw new Error(`There is no server ${name}`);
  return server;
}
