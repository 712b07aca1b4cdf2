import { createHash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { startSandbox } from '@x/compredict-sandbox';
import { createSigner } from '@x/s3-presign/signer';
import { startFauxqs } from 'fauxqs';
import { table, whole } from './table.ts';

// PUTs per second through presigned URLs: the sandbox, which verifies each one, beside fauxqs, which looks at none. Client
// and servers share this process, so that all pay for the same client.

const SIZES = [1024, 100 * 1024];
const AT_ONCE = 8;
const REQUESTS = 2000;
const ROUNDS = 5;
const KEYS = 100;

const bucket = 'benchmark';
await using sandbox = await startSandbox({ bucket });
const { region, credentials } = sandbox;
const fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
fauxqs.createBucket(bucket);

/** The least that a server can do with an object: read it, and make its ETag. */
const floor = createServer(async (incoming, response) => {
  const hash = createHash('md5');
  for await (const chunk of incoming) hash.update(chunk);
  response.writeHead(200, { etag: `"${hash.digest('hex')}"` }).end();
});
await new Promise<void>((resolve) => floor.listen(0, '127.0.0.1', resolve));

const servers = {
  'sandbox, verified': sandbox.s3Url,
  'fauxqs, unverified': `http://127.0.0.1:${fauxqs.port}`,
  'floor: a bare server': `http://127.0.0.1:${(floor.address() as AddressInfo).port}`,
};

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function put(url: string, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': body.length, 'content-type': 'application/json' };
    request(url, { method: 'PUT', agent, headers }, (answer) => {
      answer
        .resume()
        .on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
        );
    })
      .on('error', reject)
      .end(body);
  });
}

/** PUTs per second. */
async function measure(endpoint: string, body: Buffer): Promise<number> {
  const signer = createSigner({ bucket, region, endpoint, forcePathStyle: true, ...credentials });
  const urls = Array.from({ length: REQUESTS }, (_, at) => signer.put(`results/${at % KEYS}.json`).url);
  const start = performance.now();
  const queue = urls.values();
  const worker = async () => {
    for (const url of queue) await put(url, body);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return REQUESTS / ((performance.now() - start) / 1000);
}

console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(`${REQUESTS} PUTs over ${KEYS} keys, ${AT_ONCE} at once, best of ${ROUNDS} rounds in turn\n`);
for (const size of SIZES) {
  const body = Buffer.alloc(size, 'x');
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, endpoint] of Object.entries(servers))
      best.set(name, Math.max(best.get(name) ?? 0, await measure(endpoint, body)));
  const yardstick = best.get('fauxqs, unverified') ?? 0;
  const rows = Array.from(best, ([name, rate]) => [name, whole(rate), `${(rate / yardstick).toFixed(2)} ×`]);
  console.log(`${table([`${size / 1024} KiB`, 'PUTs/s', 'of fauxqs'], rows)}\n`);
}
agent.destroy();
floor.close();
await fauxqs.stop();
