import { ALL, commandOf } from './commands.ts';
import { type Flag, flagName } from './flag.ts';

/** The help of one command, or of all. */
export function usage(name = ''): string {
  const command = commandOf(name);
  if (command)
    return `s3-presign ${name} ${command.operand} [flags]\n\n${command.about}\n\n${list(command.flags)}`;
  const commands = ALL.map(([each, { operand, about }]): [string, string] => [
    `  ${each} ${operand}`,
    about.split(/\.(?:\s|$)/, 1)[0] ?? '',
  ]);
  return `Presigns uploads and downloads for S3, tells what a presigned URL or form allows, and why S3 refused one.

${columns(commands)}

s3-presign COMMAND --help lists the flags of a command.

The URL or form goes to standard output, what its sender must know to standard error.
Whoever has a presigned URL or form can use it: keep it out of logs and shell history.
Exit codes: 0 done, 1 refused, 2 wrong usage.`;
}

function list(flags: readonly Flag[]): string {
  return columns(
    flags.map(({ option, value, help }) => [
      `  --${flagName(option)}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]),
  );
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`).join('\n');
}
