import { isDeepStrictEqual } from 'node:util';
import { type Delivery, startSandbox } from '../../src/index.ts';
import { connect, form, parquet } from '../support.ts';
import { accountSas, blobUrl } from './sas.ts';
import { type Azurite, installAzurite, startAzurite } from './start-azurite.ts';

// `pnpm test:azurite`: the sandbox delivers results to Azurite, Microsoft's own emulator of Azure Storage, which checks
// signatures, permissions and headers as Azure does. With `--optional`, a machine that cannot have it is no failure.

const HOUR = 3_600_000;
const later = new Date(Date.now() + HOUR);
const verdicts: boolean[] = [];

const azurite = await start();
if (azurite === undefined) console.log('0 passed, 0 failed, 1 skipped');
else {
  await using running = azurite;
  await check(running);
  const failed = verdicts.filter((passed) => !passed).length;
  console.log(`${verdicts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function start(): Promise<Azurite | undefined> {
  try {
    await installAzurite();
    return await startAzurite();
  } catch (error) {
    if (!process.argv.includes('--optional')) throw error;
    console.log(`SKIPPED: deliveries to Azurite: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function check({ account }: Azurite): Promise<void> {
  const all = accountSas(account, { permissions: 'rwdlac', expires: later });
  const created = await fetch(`${account.url}/results?restype=container&${all}`, { method: 'PUT' });
  expect('the container is created', created.status, 201);

  const url = (name: string, permissions: string, expires = later) =>
    blobUrl(account, `results/${name}.json`, { permissions, expires });
  const urls = {
    written: url('written', 'cw'),
    readonly: url('readonly', 'r'),
    expired: url('expired', 'cw', new Date(Date.now() - HOUR)),
    tampered: url('tampered', 'cw').replace(/sig=../, 'sig=AA'),
  };
  await using sandbox = await startSandbox();
  const { finish } = await connect(sandbox);
  const features = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  const callback_url = Object.values(urls).join('|');
  const { body: task } = await finish(
    '/algorithms/damage-forecast/predict',
    form({ callback_url, callback_param: '{"trip": 7}' }, features),
  );
  const outcome = (name: keyof typeof urls) =>
    summary(sandbox.deliveries.find(({ target }) => target.endsWith(`/${name}.json`)));

  expect('a signature to create is taken', outcome('written'), ['azure-blob', true, 201, undefined]);
  const blob = await fetch(`${account.url}/results/written.json?${all}`);
  const { 'content-type': type, 'x-ms-blob-type': kind } = Object.fromEntries(blob.headers);
  expect('it is a block blob of JSON', [type, kind], ['application/json', 'BlockBlob']);
  const { job_id, status, success, results } = task;
  expect('it holds the result', await blob.json(), {
    job_id,
    status,
    callback_param: { trip: 7 },
    success,
    results,
  });
  expect('a signature to read is refused', outcome('readonly'), [
    ...['azure-blob', false, 403],
    'AuthorizationPermissionMismatch',
  ]);
  // Azure itself calls this AuthenticationFailed.
  for (const name of ['expired', 'tampered'] as const)
    expect(`one that is ${name} is refused`, outcome(name), [
      ...['azure-blob', false, 403],
      'AuthorizationFailure',
    ]);
}

function summary(delivery: Delivery | undefined): unknown[] {
  return [delivery?.kind, delivery?.ok, delivery?.status, delivery?.error?.code];
}

function expect(what: string, actual: unknown, wanted: unknown): void {
  const passed = isDeepStrictEqual(actual, wanted);
  verdicts.push(passed);
  console.log(`${passed ? 'passed' : 'FAILED'}: ${what}`);
  if (!passed) console.log('got', actual, 'instead of', wanted);
}
