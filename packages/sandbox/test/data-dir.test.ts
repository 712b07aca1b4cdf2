import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serialize } from 'node:v8';
import { createPresigner } from '@x/s3-presign';
import { run } from '@x/test-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DataDirError,
  defineAlgorithm,
  type Sandbox,
  SandboxOptionError,
  type SandboxOptions,
  startSandbox,
} from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'sandbox-data-')), 'kept');
});
afterEach(() => rm(dirname(dataDir), { recursive: true }));

const presigned = ({ bucket, region, credentials, s3Url: endpoint }: Sandbox) =>
  createPresigner({ bucket, region, credentials, endpoint });

test('keeps credentials, objects, jobs and trained versions over a restart', async () => {
  const first = await startSandbox({ dataDir });
  const { url } = await presigned(first).put('kept.json', { expiresIn: 3600 });
  expect((await fetch(url, { method: 'PUT', body: '{"kept":true}' })).status).toBe(200);
  const user = await connect(first);
  const features = parquet({ distance: [0, 1000, 2000], damage: [0, 0.1, 0.2] });
  const task = await user.finish(
    '/algorithms/damage-forecast/predict',
    form({ callback_url: url }, features),
  );
  expect(task.body).toMatchObject({ status: 'Finished', success: true });
  const { jobs, username, password, credentials } = first;
  await first.stop();

  await using second = await startSandbox({ dataDir });
  expect(second).toMatchObject({ username, password, credentials, jobs });
  const again = await connect(second);
  expect((await again.task(task.body.job_id)).body).toEqual(task.body);
  const got = await fetch((await presigned(second).get('kept.json')).url);
  expect(await got.json()).toMatchObject({ job_id: task.body.job_id });
});

test('options that are there but undefined, such as variables that are not set, change no credentials', async () => {
  const first = await startSandbox({ dataDir });
  await first.stop();
  await using second = await startSandbox({
    username: undefined,
    password: undefined,
    apiKey: undefined,
    credentials: { accessKeyId: undefined, secretAccessKey: undefined },
    dataDir,
  });
  const { username, password, v1, credentials } = first;
  expect(second).toMatchObject({ username, password, v1: { apiKey: v1.apiKey }, credentials });
});

test.each<[string, SandboxOptions]>([
  ['another option', { sampleLimit: -1 }],
  ['a rule of faults', { faults: [{ fault: { kind: 'latency', ms: -1 } }] }],
  ['accounts', { username: 'ada', accounts: [{ username: 'ada' }] }],
  ['a public key', { publicKey: 'none' }],
])('what is wrong with %s is said before the folder is made', async (_what, options) => {
  await expect(startSandbox({ dataDir, ...options })).rejects.toThrow(SandboxOptionError);
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});

test('an account that the kept one cannot be told apart from changes nothing', async () => {
  await (await startSandbox({ dataDir, username: 'ada' })).stop();
  const kept = await readFile(join(dataDir, 'identity.json'), 'utf8');
  const refused = startSandbox({ dataDir, password: 'new', accounts: [{ username: 'ada' }] });
  await expect(refused).rejects.toThrow(SandboxOptionError);
  expect(await readFile(join(dataDir, 'identity.json'), 'utf8')).toBe(kept);
});

const counter = defineAlgorithm({
  id: 'counter',
  name: 'Counter',
  versions: [{ version: '1.0.0' }],
  features: { x: { type: 'numeric' } },
  output: { rows: { type: 'numeric' } },
  fit({ rows }) {
    return { model: new Map([['rows', new Float64Array([rows])]]) };
  },
  predict({ model }) {
    return { results: { rows: model?.get('rows')?.[0] ?? -1 } };
  },
});
const forgetful = defineAlgorithm({
  id: 'forgetful',
  name: 'Forgetful',
  versions: [{ version: '1.0.0' }],
  features: { x: { type: 'numeric' } },
  output: { rows: { type: 'numeric' } },
  fit() {
    return { model: { count: () => 1 } };
  },
  predict({ model }) {
    return { results: { rows: model?.count() ?? 0 } };
  },
});

test('keeps models of your own, and says of one that it cannot be kept', async () => {
  const first = await startSandbox({ dataDir, algorithms: [counter, forgetful] });
  const user = await connect(first);
  const train = async (id: string, fields: Record<string, string>, x: number[]) =>
    (await user.finish(`/algorithms/${id}/fit`, form(fields, parquet({ x })))).body;
  await train('counter', { version: '1.0.0' }, [1, 2, 3]);
  await train('counter', { export_new_version: 'True' }, [1, 2, 3, 4]);
  expect(await train('forgetful', { export_new_version: 'True' }, [1])).toMatchObject({
    success: false,
    error: expect.stringContaining('cannot be kept in the data folder'),
  });
  await first.stop();

  await using second = await startSandbox({ dataDir, algorithms: [counter, forgetful] });
  const again = await connect(second);
  const predict = async (version: string) =>
    (await again.post('/algorithms/counter/predict', form({ version }, parquet({ x: [1] })))).body;
  expect(await predict('1.0.0')).toMatchObject({ results: { rows: 3 } });
  expect(await predict('1.1.0')).toMatchObject({ results: { rows: 4 } });
  const versions = (await again.request('/algorithms/forgetful/versions')).body;
  expect(versions).toHaveLength(1);
});

test('a version that is declared no longer makes room for the one in its place', async () => {
  const first = await startSandbox({ dataDir, algorithms: [counter] });
  const user = await connect(first);
  await user.finish('/algorithms/counter/fit', form({ version: '1.0.0' }, parquet({ x: [1, 2, 3] })));
  await user.finish('/algorithms/counter/fit', form({ export_new_version: 'True' }, parquet({ x: [1, 2] })));
  await first.stop();

  const renewed = { ...counter, versions: [{ version: '2.0.0' }] as const };
  await using second = await startSandbox({ dataDir, algorithms: [renewed] });
  const again = await connect(second);
  const { body } = await again.request('/algorithms/counter/versions');
  expect(body.map(({ version }: { version: string }) => version)).toEqual(['1.1.0', '2.0.0', '1.0.0']);
});

test('a sandbox that is killed leaves what was whole, cancels the rest, and gives up its lock', async () => {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, '..', 'dist', 'cli.js'),
    ...['--port', '0', '--s3-port', '0', '--json', '--workers', '0', '--data-dir', dataDir],
  ]);
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const killed = JSON.parse(line) as Sandbox;
  const user = await connect(killed);
  const features = parquet({ distance: [0, 1000, 2000], damage: [0, 0.1, 0.2] });
  const target = (await presigned(killed).put('never.json')).url;
  await user.post('/algorithms/damage-forecast/predict', form({ callback_url: target }, features));
  const { url } = await presigned(killed).put('whole.json');
  await fetch(url, { method: 'PUT', body: 'whole' });
  child.kill('SIGKILL');
  await once(child, 'close');

  await using sandbox = await startSandbox({ dataDir });
  expect(sandbox.password).toBe(killed.password);
  expect(sandbox.jobs).toMatchObject([{ algorithmId: 'damage-forecast', status: 'Canceled' }]);
  expect(await (await fetch((await presigned(sandbox).get('whole.json')).url)).text()).toBe('whole');
});

/** A sandbox with a job that a worker holds and one that waits, whose folder of jobs was taken away. */
async function bereft(lost: string) {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const gated = defineAlgorithm({
    id: 'gated',
    name: 'Gated',
    versions: [{ version: '1.0.0' }],
    features: { x: { type: 'numeric' } },
    output: { rows: { type: 'numeric' } },
    async predict({ rows }) {
      begun.resolve();
      await end.promise;
      return { results: { rows } };
    },
  });
  const sandbox = await startSandbox({ dataDir, algorithms: [gated], sampleLimit: 0 });
  const user = await connect(sandbox);
  const run = async () => user.post('/algorithms/gated/predict', form({}, parquet({ x: [1] })));
  const { body: first } = await run();
  const { body: second } = await run();
  await begun.promise;
  await rm(join(dataDir, lost), { recursive: true });
  return { sandbox, user, run, first: first.job_id, second: second.job_id, end: end.resolve };
}

test('a job that cannot be kept has failed, one more is not taken, and all else goes on', async () => {
  const { sandbox, user, run, first, second, end } = await bereft('ai-core');
  const error = expect.stringContaining('could not be written: ENOENT');
  expect(await run()).toMatchObject({ status: 500, body: error });
  end();
  await sandbox.settled();
  for (const id of [first, second])
    expect((await user.task(id)).body).toMatchObject({ status: 'Finished', success: false, error });
  expect(sandbox.jobs).toHaveLength(2);
  const { url } = await presigned(sandbox).put('kept.json');
  expect((await fetch(url, { method: 'PUT', body: 'kept' })).status).toBe(200);
  await rm(join(dataDir, 's3'), { recursive: true });
  const lost = await fetch(url, { method: 'PUT', body: 'lost' });
  expect([lost.status, await lost.text()]).toEqual([500, expect.stringContaining('InternalError')]);
  await expect(sandbox.stop()).rejects.toMatchObject({ code: 'DataDirUnwritable', message: error });

  await using again = await startSandbox({ dataDir });
  expect(again.jobs).toEqual([]);
});

test.each([['ai-core'], ['']])(
  'stop says that jobs could not be kept without DIR/%s, and stops',
  async (lost) => {
    const { sandbox } = await bereft(lost);
    const error = await sandbox.stop().catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(DataDirError);
    expect(error).toMatchObject({
      code: 'DataDirUnwritable',
      cause: expect.objectContaining({ code: 'ENOENT' }),
    });
    for (const url of [sandbox.aiCoreUrl, sandbox.s3Url])
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    await using again = await startSandbox({ dataDir });
    expect(again.jobs).toEqual([]);
  },
);

test('lets one sandbox in at a time, and its owner only', async () => {
  const first = await startSandbox({ dataDir });
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataDir, 'identity.json'))).mode & 0o777).toBe(0o600);
  const error = await startSandbox({ dataDir }).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(DataDirError);
  expect(error).toMatchObject({ name: 'DataDirError', code: 'DataDirInUse' });
  await first.stop();
  await using second = await startSandbox({ dataDir });
  expect(second.username).toBe(first.username);
});

const KINDS = ['ai-core/jobs', 'ai-core/versions', 's3/buckets', 's3/objects', 's3/uploads'];

test.each(
  ['identity.json', ...KINDS.map((kind) => `${kind}/00.json`)].flatMap((file) => [
    [file, '{"password":"s3cret"'],
    [file, '{}'],
    [file, 'null'],
    [file, '[{"name":"s3cret"}]'],
  ]),
)('names the file when %s is %s', async (file, text) => {
  const { stop } = await startSandbox({ dataDir });
  await stop();
  await writeFile(join(dataDir, file), text);
  const error = await startSandbox({ dataDir }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'DataDirDamaged', message: expect.stringContaining(file) });
  expect(String(error)).not.toContain('s3cret');
  // Nothing keeps the folder.
  expect(await readdir(dataDir)).not.toContain('lock');
});

test('names the file when a model in it is damaged', async () => {
  const first = await startSandbox({ dataDir, algorithms: [counter] });
  const user = await connect(first);
  await user.finish('/algorithms/counter/fit', form({}, parquet({ x: [1, 2] })));
  await first.stop();
  const folder = join(dataDir, 'ai-core', 'versions');
  const [name = ''] = await readdir(folder);
  const file = join(folder, name);
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"model":"[^"]{8}/, '"model":"AAAAAAAA'));
  const error = await startSandbox({ dataDir, algorithms: [counter] }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'DataDirDamaged', message: expect.stringContaining(name) });
});

/** Changes the one document of a kind. */
async function change(kind: string, how: (document: Record<string, unknown>) => object): Promise<void> {
  const folder = join(dataDir, 's3', kind);
  const [name = ''] = await readdir(folder);
  const text = await readFile(join(folder, name), 'utf8');
  await writeFile(join(folder, name), JSON.stringify(how(JSON.parse(text))));
}
const pieces = async () =>
  (await readdir(join(dataDir, 's3', 'pieces'))).map((name) => join(dataDir, 's3', 'pieces', name));

test.each<[string, () => Promise<unknown>]>([
  ['has lost its bytes', async () => Promise.all((await pieces()).map((piece) => rm(piece)))],
  ['has lost some bytes', async () => Promise.all((await pieces()).map((piece) => truncate(piece, 2)))],
  ['has lost its bucket', () => rm(join(dataDir, 's3', 'buckets'), { recursive: true })],
  ['has no size', () => change('objects', (object) => ({ ...object, size: -1 }))],
  ['has another size than its bytes', () => change('objects', (object) => ({ ...object, size: 4 }))],
  [
    'has bytes from elsewhere',
    () => change('objects', (it) => ({ ...it, pieces: [['../../identity.json', 5]] })),
  ],
])('names the file of an object that %s', async (_what, damage) => {
  const first = await startSandbox({ dataDir });
  await fetch((await presigned(first).put('a')).url, { method: 'PUT', body: 'bytes' });
  await first.stop();
  await damage();
  const [name] = await readdir(join(dataDir, 's3', 'objects'));
  const error = await startSandbox({ dataDir }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'DataDirDamaged', message: expect.stringContaining(name ?? '-') });
});

test.each([
  ['', ''],
  ['', 'below'],
  ['ai-core/jobs', ''],
  ['s3/pieces', ''],
])('says that DIR/%s cannot be written to when it is a file, asked for DIR/%s', async (file, below) => {
  await mkdir(dirname(join(dataDir, file)), { recursive: true });
  await writeFile(join(dataDir, file), 'a file');
  const error = await startSandbox({ dataDir: join(dataDir, below) }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({
    code: 'DataDirUnwritable',
    message: expect.stringContaining(join(dataDir, file, below)),
    cause: expect.objectContaining({ code: expect.stringMatching(/EEXIST|ENOTDIR/) }),
  });
});

test('opens what was kept of a version that queues nothing, and of a job without results', async () => {
  await (await startSandbox({ dataDir, username: 'ada' })).stop();
  const model = serialize(new Map([['rows', [7]]])).toString('base64');
  const keep = (file: string, document: object) =>
    writeFile(join(dataDir, 'ai-core', file), JSON.stringify(document));
  await keep('versions/00.json', {
    owner: 'ada',
    algorithmId: 'counter',
    // JSON makes null of infinity.
    versions: [{ version: '1.1.0', changeDescription: '', sampleLimit: null, model }],
  });
  const body = { evaluations: [], monitors: {}, is_encrypted: false };
  await keep('jobs/00.json', {
    ...{ id: 'a', owner: 'ada', algorithmId: 'counter', purpose: 'predict', callbackParam: null },
    ...{ status: 'Finished', createdAt: Date.now(), endedAt: Date.now(), outcome: { success: true, body } },
  });
  await using sandbox = await startSandbox({ dataDir, algorithms: [counter], sampleLimit: 0 });
  const user = await connect(sandbox);
  expect((await user.task('a')).body).toMatchObject({ status: 'Finished', success: true, ...body });
  const predict = async (version: string) =>
    (await user.post('/algorithms/counter/predict', form({ version }, parquet({ x: [1] })))).body;
  expect(await predict('1.1.0')).toMatchObject({ results: { rows: 7 } });
  expect(await predict('1.0.0')).toHaveProperty('job_id');
});

test.each(['', '0', '-1', 'x'])(
  'a lock that names no process, such as "%s", keeps nobody out',
  async (owner) => {
    await (await startSandbox({ dataDir })).stop();
    await writeFile(join(dataDir, 'lock'), owner);
    await using sandbox = await startSandbox({ dataDir });
    expect(await readFile(join(dataDir, 'lock'), 'utf8')).toBe(String(process.pid));
    expect(sandbox.jobs).toEqual([]);
  },
);

test('a folder that is given as seen from the process stays where it is when the process goes elsewhere', async () => {
  const script = `
    import { startSandbox } from '${pathToFileURL(join(import.meta.dirname, '..', 'dist', 'index.js'))}';
    const sandbox = await startSandbox({ dataDir: 'kept' });
    process.chdir('/');
    const body = new FormData();
    body.append('callback_url', 'http://127.0.0.1:9/');
    body.append('features', new Blob(['{"distance": [0, 1, 2], "damage": [0, 0.1, 0.2]}']), 'features.json');
    const run = await fetch(sandbox.v1.aiCoreUrl + '/algorithms/damage-forecast/predict', {
      method: 'POST',
      headers: { authorization: 'Token ' + sandbox.v1.apiKey },
      body,
    });
    console.log(run.status);
    await sandbox.stop();`;
  const cwd = dirname(dataDir);
  const { exitCode, output } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd,
  });
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: '200\n' });
  await using sandbox = await startSandbox({ dataDir });
  expect(sandbox.jobs).toHaveLength(1);
});
