import { COMMANDS, type Flag, flagName, INSPECT, PLACE } from './flags.ts';

/** The help of one command, or of all. */
export function usage(command?: string): string {
  if (command === 'inspect')
    return `s3-presign inspect URL|-|FILE [flags]

Tells what a presigned URL or form allows, how long, and what is wrong with it. Offline.
FILE and standard input (-) hold a URL, or JSON with url and, for a form, fields.

${list(INSPECT)}`;
  if (command !== undefined && Object.hasOwn(COMMANDS, command))
    return `s3-presign ${command} s3://bucket/key [flags]

${list([...COMMANDS[command as keyof typeof COMMANDS], ...PLACE])}`;
  return `Presigns uploads and downloads for S3, and tells what a presigned URL or form allows.

s3-presign put|get|head|delete|post s3://bucket/key [flags]
s3-presign inspect URL|-|FILE [flags]
s3-presign COMMAND --help

The URL or form goes to standard output, what its sender must know to standard error.
Whoever has a presigned URL or form can use it: keep it out of logs and shell history.
Exit codes: 0 done, 1 refused, 2 wrong usage.`;
}

function list(flags: readonly Flag[]): string {
  const named = flags.map(({ option, value, help }) => [
    `  --${flagName(option)}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...named.map(([name = '']) => name.length));
  return named.map(([name = '', help = '']) => `${name.padEnd(width)}  ${help}`).join('\n');
}
