import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a command runs. */
export interface CommandOptions {
  /** Milliseconds after which it is ended. @default 60000 */
  readonly timeoutMs?: number;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end and answers what it printed. */
export async function command(
  name: string,
  args: readonly string[],
  { timeoutMs = 60_000, env = {} }: CommandOptions = {},
): Promise<string> {
  const child = spawn(name, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    env: { ...process.env, ...env },
  });
  const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0)
    throw new Error(`${name} ${args[0] ?? ''} ended with ${exitCode}:\n${output.stderr.trim()}`);
  return output.stdout;
}
