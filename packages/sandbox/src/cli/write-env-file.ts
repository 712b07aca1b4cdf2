import { readFile, writeFile } from 'node:fs/promises';
import { ENV_HEADER } from './env-text.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes a `.env` that only its owner can read, over an older one of this command.
 *
 * @throws UsageError when something else is there.
 */
export async function writeEnvFile(path: string, text: string): Promise<void> {
  const old = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (old !== undefined && !old.startsWith(ENV_HEADER))
    throw new UsageError(
      'The file of --write-env is there already, and is not of this command: move it away',
    );
  await writeFile(path, text, { mode: 0o600 });
}
