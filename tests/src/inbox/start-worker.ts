import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A worker in a process of its own. */
export interface Worker {
  /** SIGTERM, and its outcome. */
  stop(): Promise<{ readonly exitCode: number | null; readonly output: string; readonly errors: string }>;
  /** SIGKILL: no time for anything. */
  kill(): Promise<void>;
}

/** Starts `worker.ts`. */
export function startWorker(name: string, env: Readonly<Record<string, string>>): Worker {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts')], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, ...env, NAME: name },
  });
  const told = { output: '', errors: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    told.output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told.errors += text;
  });
  const closed = once(child, 'close');
  return {
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return { exitCode: child.exitCode, ...told };
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
