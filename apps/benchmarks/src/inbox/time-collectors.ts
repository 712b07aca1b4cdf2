import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Seconds until a number of processes have together collected so many results. */
export async function timeCollectors(
  name: string,
  processes: number,
  results: number,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-benchmark-'));
  const children = Array.from({ length: processes }, () =>
    fork(join(import.meta.dirname, 'collect.ts'), [name], {
      env: { ...process.env, ...env, DATABASE: join(folder, 'inbox.db') },
    }),
  );
  try {
    await Promise.all(children.map((child) => once(child, 'message')));
    let collected = 0;
    const all = new Promise<void>((resolve, reject) => {
      for (const child of children) {
        child.on('message', () => {
          collected += 1;
          if (collected === results) resolve();
        });
        child.once('exit', (code) => reject(new Error(`A process of "${name}" ended with ${code}.`)));
      }
    });
    const start = performance.now();
    for (const child of children) child.send('start');
    await all;
    return (performance.now() - start) / 1000;
  } finally {
    await Promise.all(
      children.map(async (child) => {
        child.removeAllListeners('exit');
        const ended = once(child, 'exit');
        if (child.exitCode === null && child.kill('SIGKILL')) await ended;
      }),
    );
    rmSync(folder, { recursive: true });
  }
}
