import { parseArgs } from 'node:util';
import { type Flag, flagName } from './flag.ts';
import { UsageError } from './usage-error.ts';

/** What a command was given: its operand, and options by the names that the package has for them. */
export interface Given {
  readonly operand: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Reads the arguments behind a command: one operand and flags.
 *
 * @throws UsageError naming the flag, never a value: that may be a presigned URL.
 */
export function readFlags(args: readonly string[], flags: readonly Flag[]): Given {
  const { values, positionals } = parse(args, flags);
  const [operand, ...more] = positionals;
  if (operand === undefined) throw new UsageError('What to work on is missing');
  if (more.length > 0) throw new UsageError('More than one thing to work on; quote what holds spaces or &');
  const options: Record<string, unknown> = {};
  for (const { option, many, read, required } of flags) {
    const name = flagName(option);
    const given = values[name];
    if (required && given === undefined) throw new UsageError(`--${name} is missing`);
    if (given === undefined) continue;
    // The last of several wins with most tools, which hides a mistake.
    if (!many && given.length > 1) throw new UsageError(`--${name} is given more than once`);
    const texts = given.filter((one) => typeof one === 'string');
    options[option] = texts.length === 0 ? true : (read?.(texts, `--${name}`) ?? texts[0]);
  }
  return { operand, options };
}

function parse(args: readonly string[], flags: readonly Flag[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(
        flags.map(({ option, value }) => [
          flagName(option),
          { type: value === undefined ? 'boolean' : 'string', multiple: true } as const,
        ]),
      ),
    });
  } catch (error) {
    const [name] = /'-[^'\s=]*/.exec(error instanceof Error ? error.message : '') ?? [];
    throw new UsageError(
      name === undefined ? 'The flags cannot be read' : `Wrong flag ${name.slice(1, 40)}`,
      {
        cause: error,
      },
    );
  }
}
