import { installPackages } from '../install-packages.ts';
import { awsCli } from './aws-cli.ts';
import { boto3 } from './boto3.ts';
import { type Client, tryClient } from './client-world.ts';
import { rclone } from './rclone.ts';
import { s3cmd } from './s3cmd.ts';

// `pnpm test:clients`: what others use against S3, used against the sandbox, from Debian's packages. With `--optional`, a
// machine that cannot have them is no failure, but is told of loudly.

const CLIENTS: Readonly<Record<string, Client>> = { 'aws-cli': awsCli, s3cmd, rclone, boto3 };

const optional = process.argv.includes('--optional');

if (await install())
  for (const [name, client] of Object.entries(CLIENTS))
    try {
      await tryClient(client);
      console.log(`ok      ${name}`);
    } catch (error) {
      console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }

async function install(): Promise<boolean> {
  try {
    await installPackages(
      ['aws', 's3cmd', 'rclone', 'python3'],
      ['awscli', 's3cmd', 'rclone', 'python3-boto3'],
    );
    return true;
  } catch (error) {
    if (!optional) throw error;
    console.log(
      `SKIPPED: clients of others on the sandbox: ${error instanceof Error ? error.message : error}`,
    );
    return false;
  }
}
