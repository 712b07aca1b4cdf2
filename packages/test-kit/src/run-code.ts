import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** How a child process ended. */
export interface RunOutcome {
  /** `null` when it was killed, at the time limit for one. */
  readonly exitCode: number | null;
  /** stdout and stderr, as they came. */
  readonly output: string;
}

/** Options of {@link run} and {@link runCode}. */
export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment, besides `PATH` and `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. Default: 60000. */
  readonly timeoutMs?: number;
  /** What Node.js gets before the file, such as the path of a test runner and its flags. For {@link runCode} only. */
  readonly through?: readonly string[];
}

/** Runs a command to its end. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunOutcome> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { PATH, HOME, ...options.env },
      timeout: options.timeoutMs ?? 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** Writes code into a file, whose place decides which packages it can import, and runs it with this Node.js. */
export async function runCode(file: string, code: string, options: RunOptions = {}): Promise<RunOutcome> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, code);
  return run(process.execPath, [...(options.through ?? []), file], { cwd: dirname(file), ...options });
}
