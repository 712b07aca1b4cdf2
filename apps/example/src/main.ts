import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { intro, log, outro } from '@clack/prompts';
import { demo } from './demo.ts';
import { describeError } from './describe-error.ts';
import { openServices } from './services.ts';
import { readSettings } from './settings.ts';

const HELP = `Trains mass-estimation on real cars, has the results delivered into S3 twice, and collects them.

  npx -y pnpm@12 demo [--out FILE]

  --out FILE  write a JSON summary of the deliveries and the accuracy
  --help      show this

Everything runs in a sandbox on this machine unless the environment, or a file .env, names real services:
.env.example says how.
`;

/** Runs the demo. Answers the exit code: 0 only if everything was delivered and is valid. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);

  intro('COMPREDICT AI Core → your own S3 bucket');
  const services = await openServices(settings, process.env);
  try {
    const summary = await demo(services, settings);
    if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(summary, null, 2)}\n`);
    const failed = summary.deliveries.filter(({ success }) => !success).length;
    outro(failed === 0 ? 'Everything was delivered and is valid.' : `${failed} of 2 deliveries failed.`);
    return failed === 0 ? 0 : 1;
  } finally {
    await services.stop();
  }
}

try {
  // pnpm hands on the `--` that separates its own options from these.
  process.exitCode = await main(process.argv.slice(2).filter((argument, at) => at > 0 || argument !== '--'));
} catch (error) {
  log.error(describeError(error));
  process.exitCode = 1;
}
