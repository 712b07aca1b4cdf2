import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { run as runCommand } from '@x/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, form, parquet } from './support.ts';

// The built command, as people run it.
const CLI = join(import.meta.dirname, '..', 'dist', 'cli.js');
const ANY_PORT = ['--port', '0', '--s3-port', '0', '--sqs-port', '0'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs to its end. */
const run = (...args: string[]) => runCommand(process.execPath, [CLI, ...args]);

/** Starts, waits for the word Ready or the JSON, and hands out what was printed. */
async function started(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...ANY_PORT, ...args], { timeout: 30_000 });
  let printed = '';
  let failed = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    failed += chunk;
  });
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += chunk;
    if (printed.includes('Ready') || printed.endsWith('}\n')) break;
  }
  const closed = once(child, 'close');
  return {
    printed,
    failed: () => failed,
    async end(signal: NodeJS.Signals): Promise<number> {
      child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}

test('prints URLs and a .env that work, and stops in order', async () => {
  const envFile = join(folder, 'app.env');
  const { printed, end } = await started('--write-env', envFile, '--events', '--password', 'pass word');
  expect(printed).toMatch(/^AI Core {2}http:\/\/127\.0\.0\.1:\d+\/api\/v2$/m);

  const file = await readFile(envFile, 'utf8');
  expect(printed).toContain(file);
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
  const env = parseEnv(file);
  expect(env.COMPREDICT_AI_CORE_PASSWORD).toBe('pass word');
  const login = await fetch(`${env.COMPREDICT_AI_CORE_URL}/token/`, {
    method: 'POST',
    body: JSON.stringify({
      username: env.COMPREDICT_AI_CORE_USERNAME,
      password: env.COMPREDICT_AI_CORE_PASSWORD,
    }),
  });
  expect(login.status).toBe(200);
  const v1 = await fetch(`${env.COMPREDICT_AI_CORE_V1_URL}/algorithms`, {
    headers: { authorization: `Token ${env.COMPREDICT_AI_CORE_V1_KEY}` },
  });
  expect(v1.status).toBe(200);
  expect((await fetch(`${env.AWS_ENDPOINT_URL_S3}/${env.BUCKET}`)).status).toBe(403);
  expect(env.QUEUE_URL).toContain(env.AWS_ENDPOINT_URL_SQS);

  expect(await end('SIGTERM')).toBe(0);
  await expect(fetch(`${env.COMPREDICT_AI_CORE_URL}/token/`)).rejects.toThrow('fetch failed');
});

test('prints one line of JSON for programs', async () => {
  const { printed, end } = await started('--json', '--username', 'ada', '--bucket', 'mine');
  expect(JSON.parse(printed)).toEqual({
    aiCoreUrl: expect.stringMatching(/\/api\/v2$/),
    username: 'ada',
    password: expect.stringMatching(/./),
    v1: { aiCoreUrl: expect.stringMatching(/\/api\/v1$/), apiKey: expect.stringMatching(/^[0-9a-f]{40}$/) },
    statusUrl: expect.stringMatching(/\/_sandbox\/$/),
    s3Url: expect.stringMatching(/^http:/),
    bucket: 'mine',
    region: 'eu-central-1',
    credentials: { accessKeyId: expect.stringMatching(/./), secretAccessKey: expect.stringMatching(/./) },
  });
  expect(await end('SIGINT')).toBe(0);
});

test('passes for another S3, lets in what that refuses, and keeps why, for programs in any language', async () => {
  const { printed, end } = await started('--json', '--s3-provider', 'r2', '--s3-mode', 'warn');
  const { s3Url, bucket, region, statusUrl } = JSON.parse(printed);
  expect(region).toBe('auto');
  const form = new FormData();
  form.append('key', 'a');
  expect((await fetch(`${s3Url}/${bucket}`, { method: 'POST', body: form })).status).toBe(501);
  expect((await fetch(`${s3Url}/${bucket}/a`, { method: 'PUT', body: '{}' })).status).toBe(200);
  const said = await fetch(new URL('s3-requests', statusUrl));
  expect(await said.json()).toMatchObject([
    { method: 'POST', error: { code: 'NotImplemented' } },
    { method: 'PUT', status: 200, ok: false, error: { code: 'AccessDenied' } },
  ]);
  expect(await end('SIGINT')).toBe(0);
});

test('--help tells every flag', async () => {
  const { exitCode, output } = await run('--help');
  expect(exitCode).toBe(0);
  expect(output.match(/^ {2}--[a-z0-9-]+/gm)?.length).toBeGreaterThan(10);
});

test.each([
  ['an unknown flag', ['--passwrd', 's3cret'], 'Wrong flag --passwrd'],
  ['a flag without its value', ['--port'], 'Wrong flag --port'],
  ['an operand', ['s3cret'], 'It takes flags only'],
  ['an operand that looks like a flag in its middle', ['hunter2-s3cret'], 'It takes flags only'],
  ['a flag in upper case', ['--PASSWORD', 's3cret'], 'Wrong flag --PASSWORD'],
  ['a value that looks like a flag', ['--password', '-s3cret'], 'Wrong flag --password'],
  ['a port that is no number', ['--port', 's3cret'], '--port takes a whole number'],
  [
    'a service that it cannot pass for',
    ['--s3-provider', 's3cret'],
    's3.provider must be one of aws, r2, ceph',
  ],
  ['a number out of range', ['--workers', '9999999999'], 'queue.workers must be a whole number'],
  ['a password that no .env can hold', ['--password', "s3cret'"], '--password takes no single quotes'],
])('refuses %s without quoting it', async (_, args, message) => {
  const { exitCode, output } = await run(...args);
  expect(exitCode).toBe(2);
  expect(output).toContain(message);
  expect(output).not.toContain('s3cret');
});

test('ends with what went wrong when it cannot keep its jobs', async () => {
  const dataDir = join(folder, 'lost');
  const args = ['--json', '--workers', '0', '--sample-limit', '0', '--data-dir', dataDir];
  const { printed, failed, end } = await started(...args);
  const { post } = await connect(JSON.parse(printed));
  const features = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  await post('/algorithms/damage-forecast/predict', form({}, features));
  await rm(dataDir, { recursive: true });
  expect(await end('SIGTERM')).toBe(1);
  expect(failed()).toMatch(/^compredict-sandbox: .* could not be written: ENOENT/);
});

test('leaves a .env alone that is not its own', async () => {
  const envFile = join(folder, 'other.env');
  await writeFile(envFile, 'MINE=1\n');
  const { exitCode, output } = await run(...ANY_PORT, '--write-env', envFile);
  expect(exitCode).toBe(2);
  expect(output).toContain('move it away');
  expect(await readFile(envFile, 'utf8')).toBe('MINE=1\n');
});

test('says which port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { exitCode, output } = await run('--port', String(port), '--s3-port', '0');
  server.close();
  expect({ exitCode, output }).toEqual({
    exitCode: 1,
    output: `compredict-sandbox: Port ${port} is in use. Choose another, or 0 for any free one.\n`,
  });
});
