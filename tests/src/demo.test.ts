import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '@x/compredict-sandbox';
import { run } from '@x/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxEnv } from './sandbox-env.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'apps', 'example', 'dist', 'main.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const demo = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [MAIN, ...args], { cwd: folder, env, timeoutMs: 120_000 });

const SUMMARY = {
  deliveries: [
    {
      mode: 'put',
      bucket: expect.any(String),
      key: expect.stringMatching(/^results\/.+\.json$/),
      bytes: expect.any(Number),
      jobId: expect.any(String),
      success: true,
      contentType: 'application/json',
      metadata: { algorithm: 'mass-estimation', delivery: 'put' },
    },
    {
      mode: 'post',
      bucket: expect.any(String),
      key: expect.stringMatching(/^results\/.+\.json$/),
      bytes: expect.any(Number),
      jobId: expect.any(String),
      success: true,
      contentType: 'application/json',
      metadata: { algorithm: 'mass-estimation', delivery: 'post' },
    },
  ],
  metrics: { rows: 79, mae: expect.any(Number), r2: expect.any(Number) },
};

describe('the demo', { timeout: 150_000 }, () => {
  test('runs in the sandbox from end to end and ends by itself', async () => {
    const { exitCode, output } = await demo(['--out', 'summary.json']);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toMatch(/313 cars to learn from, 79 held back, 14 left out/);
    expect(output).toContain('s3://');
    const summary = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8'));
    expect(summary).toEqual(SUMMARY);
    // Least squares on these cars; the same figures to the digit on every machine.
    expect(summary.metrics.r2).toBeGreaterThan(0.8);
    expect(summary.metrics.mae).toBeGreaterThan(100);
    expect(summary.metrics.mae).toBeLessThan(400);
    expect(output).not.toMatch(/X-Amz-Signature|Policy|Bearer/);
  });

  test('uses the services that the environment names', async () => {
    await using sandbox = await startSandbox();
    const { exitCode, output } = await demo(['--out', 'env.json'], sandboxEnv(sandbox));
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(
      'AI Core: the service of your environment · S3: the service of your environment',
    );
    expect(JSON.parse(await readFile(join(folder, 'env.json'), 'utf8'))).toEqual(SUMMARY);
    expect(sandbox.deliveries.map(({ kind, ok }) => [kind, ok])).toEqual([
      ['s3-put', true],
      ['s3-post', true],
    ]);
  });

  test('uses a real S3 with the sandbox AI Core', async () => {
    await using sandbox = await startSandbox();
    const s3 = Object.entries(sandboxEnv(sandbox)).filter(([name]) => !name.startsWith('COMPREDICT'));
    const { exitCode, output } = await demo([], Object.fromEntries(s3));
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('AI Core: the sandbox · S3: the service of your environment');
  });

  test('logs in with a key, and lets a local AI Core deliver into the sandbox S3', async () => {
    await using sandbox = await startSandbox();
    const { aiCoreUrl, username, password } = sandbox;
    const login = await fetch(`${aiCoreUrl}/token/`, {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });
    const { access } = (await login.json()) as { access: string };
    const { exitCode, output } = await demo([], {
      COMPREDICT_AI_CORE_KEY: access,
      COMPREDICT_AI_CORE_URL: aiCoreUrl,
    });
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('AI Core: the service of your environment · S3: the sandbox');
    expect(output).not.toContain(access);
    expect(sandbox.deliveries.map(({ ok }) => ok)).toEqual([true, true]);
  });

  test.each([
    ['at once, when told to', 'True', 1],
    ['after the other delivery, when not', 'False', 2],
  ])('fails, and says why, when S3 refuses: %s', async (_name, failOnError, attempts) => {
    await using sandbox = await startSandbox();
    const { exitCode, output } = await demo(['--out', `failed-${failOnError}.json`], {
      ...sandboxEnv(sandbox),
      AWS_SECRET_ACCESS_KEY: 'not-the-right-one',
      COMPREDICT_AI_CORE_FAIL_ON_ERROR: failOnError,
    });
    expect(exitCode).toBe(1);
    expect(output).toContain('SignatureDoesNotMatch');
    expect(output).not.toContain('not-the-right-one');
    expect(sandbox.deliveries.map(({ ok, status }) => [ok, status])).toEqual(
      Array(attempts).fill([false, 403]),
    );
    const summary = await readFile(join(folder, `failed-${failOnError}.json`), 'utf8').catch(() => undefined);
    if (failOnError === 'True') expect(summary).toBeUndefined();
    else
      expect(JSON.parse(summary ?? '')).toEqual({
        deliveries: [
          { mode: 'put', success: false, error: expect.any(String) },
          { mode: 'post', success: false, error: expect.any(String) },
        ],
        metrics: null,
      });
  });

  test.each([
    ['a far AI Core with the S3 of this machine', { COMPREDICT_AI_CORE_KEY: 'the-key' }, [], /set BUCKET/],
    ['an unknown option', {}, ['--nonsense'], /--nonsense/],
  ])('refuses %s', async (_name, env, args, message) => {
    const { exitCode, output } = await demo(args, env as Record<string, string>);
    expect(exitCode).toBe(1);
    expect(output).toMatch(message);
    expect(output).not.toContain('the-key');
  });

  test('explains itself', async () => {
    const { exitCode, output } = await demo(['--help']);
    expect(exitCode).toBe(0);
    expect(output).toContain('--out FILE');
  });
});
