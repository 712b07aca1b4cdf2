import { hash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { startSandbox } from '@x/compredict-sandbox';
import { createSigner } from '@x/s3-presign/signer';
import { startFauxqs } from 'fauxqs';
import { table, whole } from './table.ts';

// PUTs per second through presigned URLs: the sandbox, which verifies each one, beside fauxqs, which looks at none. Client
// and servers share this process, so that all pay for the same client. Whatever else the machine does falls upon all
// servers of a round, so each is held against the fauxqs of its own round, and the middle one of all rounds counts.

const SIZES = [
  { size: 1024, requests: 2000 },
  { size: 100 * 1024, requests: 1000 },
  { size: 1024 * 1024, requests: 200 },
];
const AT_ONCE = 8;
const ROUNDS = 15;
const KEYS = 100;

const bucket = 'benchmark';
await using sandbox = await startSandbox({ bucket });
const { region, credentials } = sandbox;
const fauxqs = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
fauxqs.createBucket(bucket);

/** The least that a server can do with an object: read it, and make its ETag. */
const floor = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const etag = `"${hash('md5', Buffer.concat(chunks))}"`;
      response.writeHead(200, { etag, 'content-length': 0 }).end();
    });
});
await new Promise<void>((resolve) => floor.listen(0, '127.0.0.1', resolve));

const YARDSTICK = 'fauxqs, unverified';
const servers = {
  'sandbox, verified': sandbox.s3Url,
  [YARDSTICK]: `http://127.0.0.1:${fauxqs.port}`,
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
async function measure(endpoint: string, body: Buffer, requests: number): Promise<number> {
  const signer = createSigner({ bucket, region, endpoint, forcePathStyle: true, ...credentials });
  const urls = Array.from({ length: requests }, (_, at) => signer.put(`results/${at % KEYS}.json`).url);
  const start = performance.now();
  const queue = urls.values();
  const worker = async () => {
    for (const url of queue) await put(url, body);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return requests / ((performance.now() - start) / 1000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(`PUTs over ${KEYS} keys, ${AT_ONCE} at once, median of ${ROUNDS} rounds\n`);
for (const { size, requests } of SIZES) {
  const body = Buffer.alloc(size, 'x');
  const rounds: Record<string, number>[] = [];
  // One round more, in which everything is compiled.
  for (let round = 0; round <= ROUNDS; round++) {
    const rates: Record<string, number> = {};
    // Who comes after another inherits its garbage: every other round goes the other way.
    const order = round % 2 === 0 ? Object.entries(servers) : Object.entries(servers).reverse();
    for (const [name, endpoint] of order) rates[name] = await measure(endpoint, body, requests);
    if (round > 0) rounds.push(rates);
  }
  const rows = Object.keys(servers).map((name) => {
    const ratio = median(rounds.map((rates) => (rates[name] ?? 0) / (rates[YARDSTICK] ?? 0)));
    return [name, whole(median(rounds.map((rates) => rates[name] ?? 0))), `${ratio.toFixed(2)} ×`];
  });
  console.log(`${table([`${size / 1024} KiB`, 'PUTs/s', 'of fauxqs'], rows)}\n`);
}
agent.destroy();
floor.close();
await fauxqs.stop();
