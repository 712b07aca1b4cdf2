import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@x/compredict-sandbox';
import { createSigner } from '@x/s3-presign/signer';
import { run } from '@x/test-kit';
import { build } from 'esbuild';

// `pnpm test:runtimes`: the built packages in every runtime they claim. The runtimes come from npm when this is run, not
// with the repository: they are some 400 MB, which nobody who only wants the demo should download.

const HERE = import.meta.dirname;
const CACHE = join(HERE, '..', '..', 'node_modules', '.cache', 'runtimes');

interface Runtime {
  readonly name: string;
  readonly packages: readonly string[];
  readonly command: (bin: (packageName: string, path: string) => string) => [string, ...string[]];
}

const SMOKE = join(HERE, 'smoke.mjs');
const node = (version: number): Runtime => ({
  name: `Node.js ${version}`,
  packages: [`node@${version}`],
  command: (bin) => [bin('node', 'bin/node'), SMOKE],
});
const RUNTIMES: readonly Runtime[] = [
  node(22),
  node(24),
  node(26),
  { name: 'Bun', packages: ['bun@1'], command: (bin) => [bin('bun', 'bin/bun.exe'), SMOKE] },
  {
    name: 'Deno',
    packages: ['deno@2'],
    command: (bin) => [bin('deno', 'deno'), 'run', '--allow-all', '--quiet', SMOKE],
  },
];

type Verdict = 'passed' | 'failed' | 'skipped';

async function main(): Promise<number> {
  const verdicts: Verdict[] = [];
  await using sandbox = await startSandbox();
  for (const runtime of RUNTIMES) verdicts.push(await tryRuntime(runtime, sandbox));
  verdicts.push(await tryBrowser(sandbox));
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  return count('failed') === 0 ? 0 : 1;
}

async function tryRuntime({ name, packages, command }: Runtime, sandbox: Sandbox): Promise<Verdict> {
  const folder = await install(name, packages);
  if (folder === undefined) return 'skipped';
  const [file, ...args] = command((packageName, path) => join(folder, 'node_modules', packageName, path));
  const { exitCode, output } = await run(file, [...args, JSON.stringify(worldOf(sandbox))], {
    cwd: HERE,
    timeoutMs: 60_000,
  });
  return report(name, exitCode === 0 && output.trim().endsWith('ok'), output);
}

async function tryBrowser(sandbox: Sandbox): Promise<Verdict> {
  const name = 'Chromium';
  const folder = await install(name, ['@sparticuz/chromium@153', 'playwright-core@1.65']);
  if (folder === undefined) return 'skipped';
  const require = createRequire(join(folder, 'package.json'));
  const { default: chromium } = await import(require.resolve('@sparticuz/chromium'));
  const playwright = await import(require.resolve('playwright-core'));
  const bundle = await build({
    entryPoints: [join(HERE, 'browser.mjs')],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  const browser = await (playwright.chromium ?? playwright.default.chromium).launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  });
  try {
    const page = await browser.newPage();
    await page.goto('about:blank');
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
    const date = '2026-03-01T12:00:00Z';
    const { bucket, region, credentials, s3Url: endpoint } = sandbox;
    const expectedUrl = createSigner({
      bucket,
      region,
      ...credentials,
      endpoint,
      now: () => new Date(date),
    }).put("runs/ü a+b'.json", { metadata: { trip: '7' } }).url;
    const world = { ...worldOf(sandbox), expectedUrl, date };
    const answer = await page
      .evaluate(
        (given: unknown) =>
          (globalThis as unknown as { smoke(given: unknown): Promise<string> }).smoke(given),
        world,
      )
      .catch((error: unknown) => String(error));
    return report(name, answer === 'ok', answer);
  } finally {
    await browser.close();
  }
}

function worldOf({ aiCoreUrl, username, password, s3Url, region, bucket, credentials }: Sandbox): object {
  return { aiCoreUrl, username, password, s3Url, region, bucket, credentials };
}

/** The folder a runtime was installed into, or nothing where npm cannot give it. */
async function install(name: string, packages: readonly string[]): Promise<string | undefined> {
  const folder = join(CACHE, packages.join('+').replaceAll('/', '-'));
  await mkdir(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  // With the environment as it is: it may say where the registry is.
  const env = process.env as Record<string, string>;
  const { exitCode, output } = await run('npm', [...args, ...packages], { env, timeoutMs: 120_000 });
  if (exitCode === 0) return folder;
  console.log(`SKIPPED: ${name} could not be installed from npm.\n${output}`);
  return undefined;
}

function report(name: string, ok: boolean, output: string): Verdict {
  console.log(ok ? `passed: ${name}` : `FAILED: ${name}\n${output}`);
  return ok ? 'passed' : 'failed';
}

process.exitCode = await main();
