import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { createSigner } from '@x/s3-presign/signer';
import { Pool } from 'undici';
import { bucket, NAMES, type S3Server, startServer, YARDSTICK } from './sandbox/s3-servers.ts';
import { table, whole } from './table.ts';

// PUTs per second through presigned URLs: the sandbox, which verifies each one, beside fauxqs, which looks at none. Once
// each server has a process of its own, as with the command of either, and so all of a processor; once all share one with
// the client, as in tests. Whatever else the machine does falls upon all servers of a round, so each is held against the
// fauxqs of its own round, and the middle one of all rounds counts.

const SIZES = [
  { size: 1024, requests: 2000 },
  { size: 100 * 1024, requests: 1000 },
  { size: 1024 * 1024, requests: 200 },
];
const AT_ONCE = 8;
// Each order of the three servers comes as often as any other.
const ROUNDS = 18;
const KEYS = 100;

type Put = (url: string, body: Buffer) => Promise<void>;
interface Contender extends S3Server {
  readonly put: Put;
}

const headers = (body: Buffer) => ({
  'content-length': String(body.length),
  'content-type': 'application/json',
});

function check(status: number | undefined): void {
  if (status !== 200) throw new Error(`answered ${status}`);
}

/** A server in another process, and the client that takes least of this one: `node:http` would be slower than the server. */
async function startApart(name: string): Promise<Contender> {
  const child = fork(new URL('sandbox/serve-s3.ts', import.meta.url), [name]);
  const [about] = (await once(child, 'message')) as [Omit<S3Server, 'stop'>];
  const pool = new Pool(about.url, { connections: AT_ONCE });
  const put: Put = async (url, body) => {
    const path = url.slice(about.url.length);
    const answer = await pool.request({ path, method: 'PUT', headers: headers(body), body });
    await answer.body.dump();
    check(answer.statusCode);
  };
  const stop = async () => {
    await pool.close();
    child.disconnect();
  };
  return { ...about, put, stop };
}

/** A server in this process, and the client that everybody has. */
async function startBeside(name: string): Promise<Contender> {
  const server = await startServer(name);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const put: Put = (url, body) =>
    new Promise((resolve, reject) => {
      request(url, { method: 'PUT', agent, headers: headers(body) }, (answer) => {
        answer.resume().on('end', () => {
          check(answer.statusCode);
          resolve();
        });
      })
        .on('error', reject)
        .end(body);
    });
  const stop = async () => {
    agent.destroy();
    await server.stop();
  };
  return { ...server, put, stop };
}

/** PUTs per second. */
async function measure(
  { url: endpoint, region, credentials, put }: Contender,
  body: Buffer,
  requests: number,
): Promise<number> {
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

/** All orders: who comes after another inherits its garbage, and who rests before has swept its own. */
function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((first) =>
    ordersOf(all.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

async function compare(start: (name: string) => Promise<Contender>): Promise<void> {
  const contenders: [name: string, contender: Contender][] = [];
  for (const name of NAMES) contenders.push([name, await start(name)]);
  const orders = ordersOf(contenders);
  for (const { size, requests } of SIZES) {
    const body = Buffer.alloc(size, 'x');
    const rounds: Record<string, number>[] = [];
    // One round more, in which everything is compiled.
    for (let round = 0; round <= ROUNDS; round++) {
      const rates: Record<string, number> = {};
      for (const [name, contender] of orders[round % orders.length] ?? [])
        rates[name] = await measure(contender, body, requests);
      if (round > 0) rounds.push(rates);
    }
    const rows = contenders.map(([name]) => {
      const ratio = median(rounds.map((rates) => (rates[name] ?? 0) / (rates[YARDSTICK] ?? 0)));
      return [name, whole(median(rounds.map((rates) => rates[name] ?? 0))), `${ratio.toFixed(2)} ×`];
    });
    console.log(`${table([`${size / 1024} KiB`, 'PUTs/s', 'of fauxqs'], rows)}\n`);
  }
  for (const [, contender] of contenders) await contender.stop();
}

console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(`PUTs over ${KEYS} keys, ${AT_ONCE} at once, median of ${ROUNDS} rounds`);
console.log('\nEach server in a process of its own; the client is undici:\n');
await compare(startApart);
console.log('All servers in the process of the client, which is node:http:\n');
await compare(startBeside);
