import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Programs that run until they are stopped. */
export class Daemons {
  readonly #running: { readonly name: string; readonly child: ChildProcess }[] = [];

  /** Starts one in the foreground. What it has to say goes into its log file. */
  start(name: string, args: readonly string[]): void {
    const child = spawn(name, args, { stdio: 'ignore' });
    // A program that is not there: `stillRunning` tells.
    child.on('error', () => {});
    this.#running.push({ name, child });
  }

  /** @throws Error naming the one that has ended though nobody stopped it. */
  stillRunning(): void {
    for (const { name, child } of this.#running)
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode ?? 'no start'}`);
  }

  /** Ends all of them. There is nothing in them worth saving. */
  kill(): void {
    for (const { child } of this.#running) child.kill('SIGKILL');
  }

  /** Ends all of them, and waits until they are gone. */
  async stop(): Promise<void> {
    this.kill();
    for (const { child } of this.#running.splice(0))
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        await once(child, 'exit');
  }
}

/** A port of the loopback that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
