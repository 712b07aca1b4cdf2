import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createClientFromEnv, type Env } from '../create-client-from-env.ts';
import { writeAlgorithmTypes } from '../typed-algorithms/write-algorithm-types.ts';
import type { Output } from './output.ts';
import { UsageError } from './usage-error.ts';

/**
 * `types`: writes the types of the account's algorithms, or checks that they are written.
 *
 * @throws UsageError, `AiCoreError`, or what the file system refuses.
 */
export async function typesCommand(args: readonly string[], env: Env, output: Output): Promise<0 | 1> {
  const { out: file, check } = readFlags(args);
  const aiCore = createClientFromEnv(env, { failOnError: true });
  const algorithms = await aiCore.getAlgorithms();
  const declaration = writeAlgorithmTypes(algorithms);
  const written = await readIfThere(file);
  if (written === declaration) {
    output.out(`${file} is up to date: ${count(algorithms.length)}.`);
    return 0;
  }
  if (check) {
    const what = written === undefined ? 'is not there' : 'is out of date';
    output.err(`${file} ${what}. Run: compredict-client types --out ${file}`);
    return 1;
  }
  await writeFile(file, declaration);
  output.out(`${file} is written: ${count(algorithms.length)}.`);
  return 0;
}

function readFlags(args: readonly string[]): { out: string; check: boolean } {
  const { out, check } = parse(args);
  if (out === undefined || out === '') throw new UsageError('--out FILE is missing');
  return { out, check };
}

function parse(args: readonly string[]) {
  try {
    const options = { out: { type: 'string' }, check: { type: 'boolean', default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    // Its message quotes what was given, and names the flag first.
    const [message = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageError(message, { cause });
  }
}

/** A checkout may have turned line ends round; that makes no declaration out of date. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const count = (algorithms: number): string => `${algorithms} algorithm${algorithms === 1 ? '' : 's'}`;
