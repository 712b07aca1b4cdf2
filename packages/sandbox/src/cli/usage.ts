import { FLAGS } from './flags.ts';

/** The help. */
export function usage(): string {
  const rows = Object.entries(FLAGS).map(
    ([name, { value, help }]) => [`  --${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  );
  const width = Math.max(...rows.map(([name]) => name.length));
  return `Starts a local COMPREDICT AI Core and a local S3 that enforces presigned requests, until Ctrl-C.

compredict-sandbox [flags]

${rows.map(([name, help]) => `${name.padEnd(width)}  ${help}`).join('\n')}

Prints the URLs, the credentials, and a .env for your application; the official examples and AWS's tools and SDKs know
its names. Both servers listen on the loopback interface only.
Exit codes: 0 stopped, 1 could not start or keep a job, 2 wrong usage.`;
}
