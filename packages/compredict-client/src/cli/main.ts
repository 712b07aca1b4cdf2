import type { Env } from '../create-client-from-env.ts';
import { isAiCoreError } from '../errors/ai-core-error.ts';
import { visible } from '../visible.ts';
import type { Output } from './output.ts';
import { typesCommand } from './types-command.ts';
import { UsageError } from './usage-error.ts';

const usage = `compredict-client types --out FILE [--check]

Writes the types of your account's algorithms: features, parameters and results by the latest version of each. With the
file among your sources, the compiler checks what you send to runAlgorithm and knows what comes back.

  --out FILE  the declaration to write, such as aicore.d.ts
  --check     write nothing; exit with 1 if the file is not what would be written

The account is the one of COMPREDICT_AI_CORE_KEY, or COMPREDICT_AI_CORE_USERNAME and COMPREDICT_AI_CORE_PASSWORD, at
COMPREDICT_AI_CORE_URL if that is set.
Exit codes: 0 done, 1 refused or out of date, 2 wrong usage.`;

/**
 * Runs the command line.
 *
 * @returns The exit code: 0 when done, 1 when refused or out of date, 2 for wrong usage.
 */
export async function main(args: readonly string[], env: Env, output: Output): Promise<0 | 1 | 2> {
  const [command, ...rest] = args;
  try {
    if (args.includes('--help') || args.includes('-h') || command === 'help') {
      output.out(usage);
      return 0;
    }
    if (command !== 'types') throw new UsageError('The command is `types`');
    return await typesCommand(rest, env, output);
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`compredict-client: ${visible(error.message)}. See compredict-client --help.`);
      return 2;
    }
    output.err(`compredict-client: ${visible(messageOf(error))}`);
    return 1;
  }
}

/** This package's messages hold no secret; those of the file system hold a path. */
function messageOf(error: unknown): string {
  if (isAiCoreError(error)) return error.message;
  return error instanceof Error && 'syscall' in error ? error.message : String(error).replace(/\?\S*/g, '?…');
}
