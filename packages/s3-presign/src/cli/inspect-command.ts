import { type InspectOptions, inspect } from '../inspect/inspect.ts';
import type { UrlToInspect } from '../inspect/inspect-url.ts';
import type { Command } from './command.ts';
import { JSON_OUTPUT, text } from './flag.ts';
import { printInspection } from './print-inspection.ts';
import { readInput } from './read-input.ts';

/** `inspect`: prints what a URL or form allows. */
export const INSPECT: Command = {
  operand: 'URL|-|FILE',
  about: `Tells what a presigned URL or form allows, how long, and what is wrong with it. Offline.
FILE and standard input (-) hold a URL, or JSON with url and, for a form, fields.`,
  flags: [
    text('method', 'METHOD', 'the method that a bare URL was signed for'),
    text('bucket', 'NAME', 'the bucket, where the host does not tell'),
    JSON_OUTPUT,
  ],
  async run({ operand, options }, output) {
    const { json, ...known } = options;
    // JSON of any shape: inspect tells what is none of its own.
    const target = (await readInput(operand, 'inspect takes a URL')) as string | UrlToInspect;
    const inspection = inspect(target, known as InspectOptions);
    output.out(json ? JSON.stringify(inspection, undefined, 2) : printInspection(inspection));
  },
};
