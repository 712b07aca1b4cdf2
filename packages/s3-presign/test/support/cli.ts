import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';

// The built command, as people run it.
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export const credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'secret-key-of-the-test',
};
const KEYS = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: 'eu-central-1',
};

/** A folder for the files of the tests, which is home to the command too. */
export const folder: string = mkdtempSync(join(tmpdir(), 'presign-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** How a process ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end. */
export async function execute(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const child = spawn(command, args, {
    // No settings but those of the test: no profile of this machine, no metadata service.
    env: { PATH: process.env.PATH ?? '', HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    timeout: 30_000,
  });
  child.stdin.on('error', () => {}).end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

/** Runs the command line for a reader that takes the first line alone. */
export function firstLine(args: readonly string[]): Promise<Ended> {
  return execute('sh', ['-c', '"$@" | head -n 1', 'sh', process.execPath, CLI, ...args], KEYS);
}

/** Runs the command line. */
export function cli(
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = KEYS,
): Promise<Ended> {
  return execute(process.execPath, [CLI, ...args], env, input);
}
