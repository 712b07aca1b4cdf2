import { join } from 'node:path';
import { run } from '@x/test-kit';
import { expect } from 'vitest';
import { sandboxTest } from '../src/vitest/index.ts';
import { connect } from './support.ts';

const test = sandboxTest({ events: true, username: 'ada' });
const urls: string[] = [];

for (const round of [1, 2])
  test(`hands each test a sandbox of its own: ${round}`, async ({ sandbox }) => {
    expect(sandbox).toMatchObject({ username: 'ada', events: { queueUrl: expect.any(String) } });
    await connect(sandbox);
    urls.push(sandbox.aiCoreUrl);
  });

test('stops it at the end of its test', async () => {
  expect(new Set(urls).size).toBe(2);
  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('tells of a test that failed which deliveries were refused, and why', async () => {
  const fixtures = join(import.meta.dirname, 'fixtures');
  const { exitCode, output } = await run(
    process.execPath,
    [join(import.meta.dirname, '../node_modules/vitest/vitest.mjs'), 'run', '--config=vitest.config.ts'],
    { cwd: fixtures, env: { NO_COLOR: '1' } },
  );
  expect(exitCode).toBe(1);
  expect(output).toMatch(/s3-put http:\S+\/result\.json was refused\. SignatureDoesNotMatch: /);
  expect(output).not.toMatch(/X-Amz-Signature|of somebody else/);
});
