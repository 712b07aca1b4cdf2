import { CredentialsError, isPresignError } from '../errors.ts';
import { commandOf } from './commands.ts';
import type { Output } from './output.ts';
import { printable } from './printable.ts';
import { readFlags } from './read-flags.ts';
import { usage } from './usage.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs the command line.
 *
 * @returns The exit code: 0 when done, 1 when refused, 2 for wrong usage.
 */
export async function main(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) throw new UsageError('The command is missing');
    if (args.includes('--help') || args.includes('-h') || name === 'help')
      output.out(usage(name === 'help' ? rest[0] : name));
    else {
      const command = commandOf(name);
      if (command === undefined) throw new UsageError('There is no such command');
      await command.run(readFlags(rest, command.flags), output);
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`s3-presign: ${printable(error.message)}. See s3-presign --help.`);
      return 2;
    }
    output.err(`s3-presign: ${printable(whatWentWrong(error))}`);
    return 1;
  }
}

/** The messages of this package hold no secret; those of others may quote a URL. */
function whatWentWrong(error: unknown): string {
  if (!isPresignError(error)) return withoutQueries(String(error));
  // What the provider says helps most: that a session has ended, and how to begin another.
  if (error instanceof CredentialsError && error.cause instanceof Error)
    return `${error.message} (cause: ${withoutQueries(error.cause.message)})`;
  return error.message;
}

function withoutQueries(text: string): string {
  return text.replace(/\?\S*/g, '?…');
}
