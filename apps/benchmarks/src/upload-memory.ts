import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { table, whole } from './table.ts';
import { senders } from './upload/senders.ts';

// How much memory an upload takes, ours and others', on this machine, in one run.

const size = 2 ** 30;
const MB = 1_000_000;

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);
console.log(
  `Input: a file of ${whole(size)} bytes, to a server in another process; each sender in its own\n`,
);

const folder = await mkdtemp(join(tmpdir(), 'upload-memory-'));
const path = join(folder, 'file.parquet');
const file = await open(path, 'w');
await file.write('PAR1');
await file.write('PAR1', size - 4);
await file.close();

const server = fork(join(import.meta.dirname, 'upload', 'drain.ts'));
try {
  const [port] = await once(server, 'message');
  const rows = Object.keys(senders).map((name) => {
    const script = join(import.meta.dirname, 'upload', 'send.ts');
    const output = execFileSync(process.execPath, [script, name, path, `http://127.0.0.1:${port}`], {
      encoding: 'utf8',
      // Some of them warn of what they do.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { idle, peak, milliseconds } = JSON.parse(output) as Record<string, number>;
    return {
      name,
      above: Number(peak) - Number(idle),
      idle: Number(idle),
      milliseconds: Number(milliseconds),
    };
  });
  const floor = rows[0]?.above ?? Number.NaN;
  console.log(
    table(
      ['', 'idle, MB', 'peak above idle, MB', '× floor', 'ms'],
      rows.map(({ name, idle, above, milliseconds }) => [
        name,
        whole(idle / MB),
        whole(above / MB),
        (above / floor).toFixed(1),
        whole(milliseconds),
      ]),
    ),
  );
} finally {
  server.disconnect();
  await rm(folder, { recursive: true });
}
