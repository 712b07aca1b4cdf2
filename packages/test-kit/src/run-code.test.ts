import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCode } from './run-code.ts';

const file = async () => join(await mkdtemp(join(tmpdir(), 'test-kit-')), 'deep', 'code.ts');

test('runs TypeScript with the environment it is given, and no other', async () => {
  const code =
    'const value: string | undefined = process.env.GIVEN; console.log(value, process.env.NODE_ENV);';
  expect(await runCode(await file(), code, { env: { GIVEN: 'yes' } })).toEqual({
    exitCode: 0,
    output: 'yes undefined\n',
  });
});

test('tells how it failed', async () => {
  const outcome = await runCode(await file(), "throw new Error('on purpose');");
  expect(outcome.exitCode).toBe(1);
  expect(outcome.output).toContain('on purpose');
});

test('ends what does not end', async () => {
  expect(
    (await runCode(await file(), 'setInterval(() => {}, 1000);', { timeoutMs: 300 })).exitCode,
  ).toBeNull();
});
