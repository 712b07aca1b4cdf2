import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { Pool } from 'undici';
import { AT_ONCE, KEYS, type Put, putRate, type Uploads } from './sandbox/put-rate.ts';
import { NAMES, type S3Server, YARDSTICK } from './sandbox/s3-servers.ts';
import { table, whole } from './table.ts';

// PUTs per second through presigned URLs: the sandbox, which verifies each one, beside fauxqs, which looks at none. Each
// server has a process of its own, once without the client, as with the command of either, and once with it, as in tests.
// Whatever else the machine does falls upon all servers of a round, so each is held against the fauxqs of its own round,
// and the middle one of all rounds counts.

const SIZES: readonly Uploads[] = [
  { size: 1024, requests: 2000 },
  { size: 100 * 1024, requests: 1000 },
  { size: 1024 * 1024, requests: 200 },
];
// Each order of the three servers comes as often as any other.
const ROUNDS = 18;

interface Contender {
  readonly name: string;
  /** PUTs per second. */
  rate(uploads: Uploads): Promise<number>;
  stop(): Promise<void>;
}

/** Starts one of the two processes, and waits for its first message. */
async function start<T>(file: string, name: string): Promise<[child: ChildProcess, first: T]> {
  const child = fork(new URL(`sandbox/${file}`, import.meta.url), [name]);
  child.on('exit', (code) => {
    if (code) throw new Error(`${name} ended with ${code}`);
  });
  const [first] = (await once(child, 'message')) as [T];
  return [child, first];
}

/** The client, in this process, is the one that takes least of it: `node:http` would be slower than the server. */
async function startApart(name: string): Promise<Contender> {
  const [child, server] = await start<Omit<S3Server, 'stop'>>('serve-s3.ts', name);
  const pool = new Pool(server.url, { connections: AT_ONCE });
  const put: Put = async (url, headers, body) => {
    const path = url.slice(server.url.length);
    const answer = await pool.request({ path, method: 'PUT', headers, body });
    await answer.body.dump();
    return answer.statusCode;
  };
  const stop = async () => {
    await pool.close();
    child.disconnect();
  };
  return { name, rate: (uploads) => putRate(server, put, uploads), stop };
}

/** The client is the one that everybody has, in the process of the server. */
async function startTogether(name: string): Promise<Contender> {
  const [child] = await start('serve-and-put.ts', name);
  const rate = async (uploads: Uploads) => {
    child.send(uploads);
    const [perSecond] = (await once(child, 'message')) as [number];
    return perSecond;
  };
  return { name, rate, stop: async () => child.disconnect() };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** All orders: a machine that grows faster or slower in a round does so for each of them. */
function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((first) =>
    ordersOf(all.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

async function compare(startOne: (name: string) => Promise<Contender>): Promise<void> {
  const contenders: Contender[] = [];
  for (const name of NAMES) contenders.push(await startOne(name));
  const orders = ordersOf(contenders);
  for (const uploads of SIZES) {
    const rounds: Record<string, number>[] = [];
    // One round more, in which everything is compiled.
    for (let round = 0; round <= ROUNDS; round++) {
      const rates: Record<string, number> = {};
      for (const { name, rate } of orders[round % orders.length] ?? []) rates[name] = await rate(uploads);
      if (round > 0) rounds.push(rates);
    }
    const rows = contenders.map(({ name }) => {
      const ratio = median(rounds.map((rates) => (rates[name] ?? 0) / (rates[YARDSTICK] ?? 0)));
      return [name, whole(median(rounds.map((rates) => rates[name] ?? 0))), `${ratio.toFixed(2)} ×`];
    });
    console.log(`${table([`${uploads.size / 1024} KiB`, 'PUTs/s', 'of fauxqs'], rows)}\n`);
  }
  for (const contender of contenders) await contender.stop();
}

console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
console.log(
  `PUTs over ${KEYS} keys, ${AT_ONCE} at once, median of ${ROUNDS} rounds; a process for each server`,
);
console.log('\nThe client is undici, in another process:\n');
await compare(startApart);
console.log('The client is node:http, in the process of the server:\n');
await compare(startTogether);
