import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { UsageError } from './usage-error.ts';

/**
 * What an operand stands for: a URL as it is, else what {@link readText} reads, a URL or JSON.
 *
 * @throws UsageError
 */
export async function readInput(operand: string, what: string): Promise<unknown> {
  if (/^https?:/i.test(operand)) return operand;
  const content = (await readText(operand, what)).trim();
  if (!/^[{["]/.test(content)) return content;
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new UsageError('The JSON cannot be read', { cause });
  }
}

/**
 * The text of standard input (`-`) or a file.
 *
 * @param what - Who takes it, for the message.
 *
 * @throws UsageError
 */
export async function readText(path: string, what: string): Promise<string> {
  if (path === '-') return await text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${what}, - for standard input, or the name of a file`, { cause });
  }
}
