import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { installCeph } from './install-ceph.ts';
import { type Ceph, startCeph } from './start-ceph.ts';

// `pnpm test:ceph`: the conformance suite on Ceph RGW, a production S3 with full policy enforcement. With `--optional`,
// a machine that cannot have Ceph is no failure, but is told of loudly.

const optional = process.argv.includes('--optional');

const ceph = await start();
if (ceph) process.exitCode = (await passes(ceph)) ? 0 : 1;

async function start(): Promise<Ceph | undefined> {
  try {
    await installCeph();
    return await startCeph();
  } catch (error) {
    if (!optional) throw error;
    console.log(
      `SKIPPED: the suite against a real S3 (Ceph RGW): ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

async function passes(running: Ceph): Promise<boolean> {
  await using s3 = running;
  const { url, region, credentials } = s3;
  const vitest = await startVitest('test', ['src/conformance'], {
    root: join(import.meta.dirname, '..', '..'),
    run: true,
    watch: false,
    provide: { s3: { name: 'ceph', provider: 'ceph', url, region, bucket: 'conformance', credentials } },
  });
  const { state } = vitest;
  const passed = state.getCountOfFailedTests() === 0 && state.getUnhandledErrors().length === 0;
  const some = state.getTestModules().some((module) => module.ok());
  await vitest.close();
  return passed && some;
}
