import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

/** Takes the lock that it is told of, at the very time that it is told. */
const CHILD = `
  import { takeLock } from '${pathToFileURL(join(import.meta.dirname, 'lock.ts'))}';
  process.on('message', ({ lock, at }) => {
    while (performance.timeOrigin + performance.now() < at);
    try {
      takeLock(lock);
      process.send('taken');
    } catch (error) {
      process.send(error.code);
    }
  });
  process.send('ready');`;

test('of two processes that want a lock at the same time one gets it, also if it was that of a dead one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-lock-'));
  const children = [0, 1].map(() =>
    spawn(process.execPath, ['--input-type=module', '--eval', CHILD], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const said = () => Promise.all(children.map(async (child) => (await once(child, 'message'))[0] as string));
  await said();
  const outcomes = new Set<string>();
  const locks = Array.from({ length: 300 }, (_, index) => `${index}.lock`);
  for (const [index, name] of locks.entries()) {
    const lock = join(folder, name);
    // Whoever wrote it is no process any more.
    if (index % 2 === 0) await writeFile(lock, '');
    const answers = said();
    for (const child of children) child.send({ lock, at: Date.now() + 2 });
    outcomes.add((await answers).sort().join(' '));
  }
  for (const child of children) child.kill();
  expect([...outcomes]).toEqual(['DataDirInUse taken']);
  // Nothing lies beside them.
  expect((await readdir(folder)).sort()).toEqual(locks.sort());
  await rm(folder, { recursive: true });
});
