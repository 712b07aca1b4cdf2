import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { gettersFor } from './overhead/getters.ts';
import { table, whole } from './table.ts';

// What one request costs through a client, ours and others', on this machine, in one run.

const rounds = 61;
const calls = 200;

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);
console.log(
  `Input: a task of 70 bytes from a server in another process, ${rounds} rounds of ${calls} each\n`,
);

const server = fork(join(import.meta.dirname, 'overhead', 'serve.ts'));
try {
  const [port] = await once(server, 'message');
  const getters = Object.entries(gettersFor(`http://127.0.0.1:${port}`));
  const names = getters.map(([name]) => name);
  // In turn within each round, so that what others do to the machine meets all of them; the first rounds only warm up.
  const times: number[][] = [];
  for (let round = -5; round < rounds; round += 1) {
    const row = new Map<string, number>();
    for (const [name, get] of rotated(getters, round + 5)) {
      const began = performance.now();
      for (let call = 0; call < calls; call += 1) await get();
      row.set(name, ((performance.now() - began) / calls) * 1000);
    }
    if (round >= 0) times.push(names.map((name) => row.get(name) ?? Number.NaN));
  }
  console.log(
    table(
      ['', 'µs, median', '× bare fetch'],
      names.map((name, at) => [
        name,
        whole(median(times.map((row) => row[at] ?? Number.NaN))),
        median(times.map((row) => (row[at] ?? Number.NaN) / (row[0] ?? Number.NaN))).toFixed(2),
      ]),
    ),
  );
} finally {
  server.disconnect();
}
process.exit();

/** Everybody begins a round once. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
