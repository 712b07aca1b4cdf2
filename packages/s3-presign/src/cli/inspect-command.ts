import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type InspectOptions, inspect } from '../inspect/inspect.ts';
import type { UrlToInspect } from '../inspect/inspect-url.ts';
import { INSPECT } from './flags.ts';
import type { Output } from './output.ts';
import { printInspection } from './print-inspection.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

/** `inspect`: prints what a URL or form allows. */
export async function inspectCommand(args: readonly string[], output: Output): Promise<void> {
  const { operand, options } = readFlags(args, INSPECT);
  const { json, ...known } = options;
  const inspection = inspect(await readTarget(operand), known as InspectOptions);
  output.out(json ? JSON.stringify(inspection, undefined, 2) : printInspection(inspection));
}

/** A URL as it is, `-` for standard input, else a file; both hold a URL, or JSON with `url` and perhaps `fields`. */
async function readTarget(operand: string): Promise<string | UrlToInspect> {
  if (/^https?:/i.test(operand)) return operand;
  const content = (operand === '-' ? await text(process.stdin) : await readText(operand)).trim();
  if (!/^[{["]/.test(content)) return content;
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new UsageError('The JSON cannot be read', { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError('inspect takes a URL, - for standard input, or the name of a file', { cause });
  }
}
