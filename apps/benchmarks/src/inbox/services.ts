import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where everything runs that is not measured: a sandbox with an S3 and a queue, in a process of its own. */
export interface Services {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts them. */
export async function startServices(): Promise<Services> {
  const child = fork(join(import.meta.dirname, 'serve.ts'));
  const [env] = (await once(child, 'message')) as [Record<string, string>];
  return {
    env,
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
