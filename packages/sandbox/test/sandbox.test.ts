import { execFile } from 'node:child_process';
import { inspect, promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { GetObjectCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresigner } from '@x/s3-presign';
import { expect, test } from 'vitest';
import { PortInUseError, SandboxOptionError, type SandboxOptions, startSandbox } from '../src/index.ts';
import { connect } from './support.ts';

test('is configured as asked, and random otherwise', async () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  await using chosen = await startSandbox({
    username: 'ada',
    password: 'pass word',
    region: 'us-east-1',
    bucket: 'mine',
    credentials,
  });
  expect(chosen).toMatchObject({
    username: 'ada',
    password: 'pass word',
    region: 'us-east-1',
    bucket: 'mine',
    credentials,
    aiCoreUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v2$/),
    s3Url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  });
  await connect(chosen);
  await using one = await startSandbox();
  await using two = await startSandbox();
  expect(new Set([one.password, two.password]).size).toBe(2);
  expect(new Set([one.credentials.secretAccessKey, two.credentials.secretAccessKey]).size).toBe(2);
});

test('is there in under 300 ms; twenty more side by side share nothing', async () => {
  const began = performance.now();
  await using one = await startSandbox();
  expect(performance.now() - began).toBeLessThan(300);

  await using stack = new AsyncDisposableStack();
  const many = await Promise.all(Array.from({ length: 20 }, () => startSandbox()));
  for (const sandbox of many) stack.use(sandbox);
  expect(new Set([one, ...many].flatMap(({ aiCoreUrl, s3Url }) => [aiCoreUrl, s3Url])).size).toBe(42);
  const { bucket, region, credentials } = one;
  const statuses = await Promise.all(
    [one, ...many].map(async ({ s3Url: endpoint }) => {
      const { url } = await createPresigner({ bucket, region, credentials, endpoint }).put('a');
      return (await fetch(url, { method: 'PUT', body: 'x' })).status;
    }),
  );
  expect(statuses).toEqual([200, ...Array(20).fill(403)]);
});

test('shows no secret when it is printed', async () => {
  await using sandbox = await startSandbox();
  const printed = inspect(sandbox, { depth: 9, showHidden: false }) + JSON.stringify(sandbox);
  expect(printed).toContain(sandbox.aiCoreUrl);
  expect(printed).not.toContain(sandbox.password);
  expect(printed).not.toContain(sandbox.credentials.secretAccessKey);
});

test.each([
  ['username', { username: '' }],
  ['bucket', { bucket: '' }],
  ['sampleLimit', { sampleLimit: -1 }],
  ['queue.workers', { queue: { workers: 1.5 } }],
  ['queue.latencyMs', { queue: { latencyMs: Number.NaN } }],
  ['queue.latencyMs', { queue: { latencyMs: 2 ** 31 } }],
  ['tokens.accessLifetimeSeconds', { tokens: { accessLifetimeSeconds: 0 } }],
  ['maxUploadBytes', { maxUploadBytes: 0 }],
  ['deliveryTimeoutMs', { deliveryTimeoutMs: 0 }],
  ['features.maxRows', { features: { maxRows: 0 } }],
  ['features.timeoutMs', { features: { timeoutMs: -1 } }],
  ['ports.s3', { ports: { s3: 65_536 } }],
  ['options', null],
  ['userName', { userName: 'ada' }],
  ['queue.worker', { queue: { worker: 3 } }],
  ['queue', { queue: 5 }],
  ['username', { username: 5 }],
  ['password', { password: null }],
  ['apiKey', { apiKey: null }],
  ['accounts', { accounts: {} }],
  ['accounts.0', { accounts: [null] }],
  ['accounts.0.admin', { accounts: [{ admin: true }] }],
  ['algorithms', { algorithms: {} }],
  ['algorithms.0.id', { algorithms: [{}] }],
  ['accounts.0.algorithms.0', { accounts: [{ algorithms: [undefined] }] }],
  ['bucket', { bucket: 'My Bucket/x' }],
  ['bucket', { bucket: 'a/b' }],
  ['region', { region: 'eu/central' }],
  ['credentials.accessKeyId', { credentials: { accessKeyId: 1, secretAccessKey: 'x' } }],
  [
    'credentials.sessionToken',
    { credentials: { accessKeyId: 'x', secretAccessKey: 'x', sessionToken: 'x' } },
  ],
  ['events', { events: 'no' }],
  ['tokens.rotate', { tokens: { rotate: 'false' } }],
  ['faults', { faults: {} }],
  ['dataDir', { dataDir: '' }],
  ['now', { now: '2030' }],
  ['now', { now: () => Date.now() }],
  ['now', { now: () => new Date('x') }],
])('refuses %s of %j', async (option, options) => {
  const error = await startSandbox(options as SandboxOptions).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(SandboxOptionError);
  expect(error).toMatchObject({ name: 'SandboxOptionError', code: 'InvalidOption', option });
});

test('takes the credentials that an AWS SDK was given', async () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  await using first = await startSandbox({ credentials });
  const client = new S3Client({ region: first.region, endpoint: first.s3Url, credentials });
  await client.send(new ListBucketsCommand());
  client.destroy();
  // Where the SDK writes what it makes of them.
  expect(Object.keys(credentials)).toContain('$source');
  await using second = await startSandbox({ credentials });
  expect(second.credentials).toEqual(first.credentials);
});

test.each<[string, object]>([
  ['a region as OpenStack names them', { region: 'RegionOne' }],
  ['a date of another realm', { now: () => runInNewContext('new Date()') }],
  ['unknown names that are undefined', { userName: undefined, queue: { worker: undefined } }],
  ['no session token', { credentials: { sessionToken: undefined } }],
])('takes %s', async (_what, options) => {
  await using sandbox = await startSandbox(options as SandboxOptions);
  await connect(sandbox);
});

test('listens on the ports that are asked for, and says which is taken', async () => {
  const first = await startSandbox({ events: true });
  const portOf = (url: string) => Number(new URL(url).port);
  const ports = {
    aiCore: portOf(first.aiCoreUrl),
    s3: portOf(first.s3Url),
    sqs: portOf(first.events.sqsUrl),
  };
  for (const [name, port] of Object.entries(ports)) {
    const error = await startSandbox({ ports: { [name]: port }, events: true }).catch(
      (refused: unknown) => refused,
    );
    expect(error).toBeInstanceOf(PortInUseError);
    expect(error).toMatchObject({ name: 'PortInUseError', code: 'PortInUse', port });
  }
  await first.stop();

  await using second = await startSandbox({ ports, events: true });
  expect(second).toMatchObject({ aiCoreUrl: first.aiCoreUrl, s3Url: first.s3Url });
  expect(second.events.sqsUrl).toBe(first.events.sqsUrl);
});

test('clock.advance moves AI Core and S3 on together', async () => {
  await using sandbox = await startSandbox({ tokens: { accessLifetimeSeconds: 3600 } });
  const { aiCoreUrl, username, password, s3Url: endpoint, region, credentials, bucket } = sandbox;
  const login = await fetch(`${aiCoreUrl}/token/`, {
    method: 'POST',
    body: JSON.stringify({ username, password }),
  });
  const headers = { authorization: `Bearer ${((await login.json()) as { access: string }).access}` };
  const { url } = await createPresigner({ bucket, region, credentials, endpoint }).put('a', {
    expiresIn: 3600,
  });
  const statuses = async () => [
    (await fetch(`${aiCoreUrl}/algorithms`, { headers })).status,
    (await fetch(url, { method: 'PUT', body: 'x' })).status,
  ];
  expect(await statuses()).toEqual([200, 200]);
  sandbox.clock.advance('61m');
  expect(await statuses()).toEqual([401, 403]);

  // The AWS SDK signs by the system's clock, is told that it is late, and corrects itself.
  const client = new S3Client({ endpoint, region, credentials });
  expect((await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }))).ContentLength).toBe(1);
  client.destroy();
});

// What a program does that uses a sandbox: logs in, sends features, which starts a thread, stops.
const RUN = `
  const { aiCoreUrl, username, password } = sandbox;
  const login = JSON.stringify({ username, password });
  const answer = await fetch(aiCoreUrl + '/token/', { method: 'POST', body: login });
  const { access } = await answer.json();
  const body = new FormData();
  body.append('features', new Blob(['no Parquet']), 'features.parquet');
  const headers = { authorization: 'Bearer ' + access };
  const run = await fetch(aiCoreUrl + '/algorithms/damage-forecast/predict', { method: 'POST', headers, body });
  console.log((await run.json()).errors[0].slice(0, 49));
  await sandbox.stop();
  console.log('stopped');`;
const PRINTED = 'features : The file could not be read as Parquet:\nstopped\n';

/** Runs a program against the built package. One that did not end would be killed after the timeout, and this would reject. */
async function evaluate(type: 'module' | 'commonjs', script: string): Promise<string> {
  const flags = [`--input-type=${type}`, '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, flags, {
    cwd: import.meta.dirname,
    timeout: 20_000,
  });
  return stdout;
}

test('leaves no handle open: a process that started and stopped one ends by itself', async () => {
  const script = `
    import { startSandbox } from '@x/compredict-sandbox';
    const sandbox = await startSandbox();
    ${RUN}`;
  expect(await evaluate('module', script)).toBe(PRINTED);
});

test('loads from CommonJS, and reads features there', async () => {
  const script = `
    const { startSandbox } = require('@x/compredict-sandbox');
    (async () => {
      const sandbox = await startSandbox();
      ${RUN}
    })();`;
  expect(await evaluate('commonjs', script)).toBe(PRINTED);
});
