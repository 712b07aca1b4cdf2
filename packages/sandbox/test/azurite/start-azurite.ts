import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '@x/test-kit';
import type { StorageAccount } from './sas.ts';

const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'azurite');

/** Installs Azurite, which with all it needs is 365 MB: too much for everybody who installs this repository. */
export async function installAzurite(): Promise<void> {
  const flags = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  // With the environment as it is: it may say where the registry is.
  const env = process.env as Record<string, string>;
  const { exitCode, output } = await run('npm', ['install', '--prefix', CACHE, ...flags, 'azurite@3.37'], {
    env,
    timeoutMs: 180_000,
  });
  if (exitCode !== 0) throw new Error(`Azurite could not be installed:\n${output}`);
}

/** A running Azurite with one account. */
export interface Azurite extends AsyncDisposable {
  readonly account: StorageAccount;
}

/** Starts Azurite's blobs in memory on a free port. */
export async function startAzurite(): Promise<Azurite> {
  const program = join(CACHE, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');
  const [name, key] = ['sandbox', randomBytes(64).toString('base64')];
  const options = ['--inMemoryPersistence', '--blobPort', '0', '--disableTelemetry'];
  const child = spawn(process.execPath, [program, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AZURITE_ACCOUNTS: `${name}:${key}` },
  });
  for await (const line of createInterface(child.stdout)) {
    const origin = /successfully listens on (\S+)/.exec(line)?.[1];
    if (origin === undefined) continue;
    child.stdout.resume();
    return {
      account: { name, key, url: `${origin}/${name}` },
      async [Symbol.asyncDispose]() {
        child.kill();
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error(`Azurite ended with ${child.exitCode} before it listened.`);
}
