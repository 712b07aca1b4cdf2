import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@x/compredict-sandbox';
import { codeBlocks, runCode } from '@x/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { READMES, ROOT } from './readmes.ts';
import { sandboxEnv } from './sandbox-env.ts';

// Every ```ts block of every README is a program that must run as it stands, against a sandbox that the environment names.

// What runs a block that is a test.
const VITEST = [join(import.meta.dirname, '../node_modules/vitest/vitest.mjs'), 'run', '--root=.'];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ events: true });
});
afterAll(() => sandbox.stop());

describe.each(READMES)('%s', async (readme) => {
  const blocks = codeBlocks(await readFile(join(ROOT, readme), 'utf8')).filter(
    ({ language }) => language === 'ts',
  );

  test('has code', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks)('line $line runs', { timeout: 60_000 }, async ({ code, line }) => {
    const isTest = code.includes("from 'vitest'");
    // In a folder of this package, which depends on all the others.
    const file = join(
      import.meta.dirname,
      '..',
      '.readme',
      readme.replaceAll('/', '-'),
      `line-${line}${isTest ? '.test' : ''}.ts`,
    );
    const { exitCode, output } = await runCode(file, code, {
      env: sandboxEnv(sandbox),
      through: isTest ? VITEST : [],
    });
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    for (const expected of promised(code)) expect(output).toContain(expected);
  });
});

/** What a block says it prints: the comment behind `console.log(…);`, up to an ellipsis. */
function promised(code: string): string[] {
  return Array.from(
    code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm),
    ([, text = '']) => text.split('…')[0]?.trim() ?? '',
  ).filter((text) => text !== '');
}

test('policies in docs/ are JSON, and so are the rules for browsers', async () => {
  const blocks = codeBlocks(await readFile(join(ROOT, 'docs/signer-role.md'), 'utf8'));
  const read = blocks.filter(({ language }) => language === 'json').map(({ code }) => JSON.parse(code));
  const [rules, ...more] = read.filter((one) => 'CORSRules' in one);
  expect(more).toEqual([]);
  expect(rules.CORSRules[0].AllowedHeaders).toContain('content-type');
  const policies = read.filter((one) => one !== rules);
  expect(policies.length).toBeGreaterThan(2);
  for (const policy of policies) expect(policy).toMatchObject({ Version: '2012-10-17' });
});
