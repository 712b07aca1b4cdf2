import { SandboxOptionError } from '../sandbox-option-error.ts';
import { type Sandbox, startSandbox } from '../start-sandbox.ts';
import { envText } from './env-text.ts';
import { readFlags } from './flags.ts';
import type { Output } from './output.ts';
import { usage } from './usage.ts';
import { UsageError } from './usage-error.ts';
import { writeEnvFile } from './write-env-file.ts';

/**
 * Runs the command line.
 *
 * @param stopped - Resolves when the sandbox shall stop.
 * @returns The exit code: 0 when stopped, 1 when it could not start or keep a job, 2 for wrong usage.
 */
export async function main(
  args: readonly string[],
  output: Output,
  stopped: Promise<void>,
): Promise<0 | 1 | 2> {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      output.out(usage());
      return 0;
    }
    const { options, envFile, json } = readFlags(args);
    await using sandbox = await startSandbox(options);
    const env = envText(sandbox);
    if (envFile !== undefined) await writeEnvFile(envFile, env);
    output.out(json ? jsonLine(sandbox) : welcome(sandbox, env));
    await stopped;
    return 0;
  } catch (error) {
    const wrong = error instanceof UsageError || error instanceof SandboxOptionError;
    const message = messageOf(error).replace(/\.$/, '');
    output.err(`compredict-sandbox: ${message}.${wrong ? ' See compredict-sandbox --help.' : ''}`);
    return wrong ? 2 : 1;
  }
}

function welcome({ aiCoreUrl, v1, s3Url, statusUrl, bucket, region, events }: Sandbox, env: string): string {
  const lines = [
    `AI Core  ${aiCoreUrl}`,
    `v1       ${v1.aiCoreUrl}`,
    `S3       ${s3Url}  bucket ${bucket}, region ${region}`,
    ...(events === undefined ? [] : [`SQS      ${events.sqsUrl}  queue ${events.queueUrl}`]),
    `Status   ${statusUrl}`,
  ];
  return `${lines.join('\n')}\n\n${env}\nReady. Ctrl-C stops it.`;
}

const PRINTED = [
  'aiCoreUrl',
  'username',
  'password',
  'v1',
  'statusUrl',
  's3Url',
  'bucket',
  'region',
  'credentials',
  'events',
] as const;

/** For programs: everything of a sandbox that its user needs, credentials included. */
function jsonLine(sandbox: Sandbox): string {
  return JSON.stringify(Object.fromEntries(PRINTED.map((name) => [name, sandbox[name]])));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
