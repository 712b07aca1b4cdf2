import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { describe, expect, test } from 'vitest';
import { entriesOf, manifestOf, PACKAGES } from './entries.ts';
import { ROOT } from './readmes.ts';

const node = async (code: string, ...flags: string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--eval', code], {
    cwd: import.meta.dirname,
  });
  return stdout.trim();
};

describe.each(PACKAGES)('%s', async (folder) => {
  const { name } = await manifestOf(folder);
  // Vitest, and with it what extends it, is an ES module only.
  const entries = (await entriesOf(folder)).filter((entry) => !entry.endsWith('/vitest'));

  test.each(entries)('%s exports the same names to import and to require', async (entry) => {
    const list = (source: string) =>
      `console.log(Object.keys(${source}).filter((n) => n !== 'default').sort().join())`;
    const imported = await node(list(`await import('${entry}')`), '--input-type=module');
    expect(imported).not.toBe('');
    expect(await node(list(`require('${entry}')`))).toBe(imported);
  });

  test('is fit to be published', async () => {
    const { messages } = await publint({ pkgDir: join(ROOT, 'packages', folder), strict: true, pack: 'npm' });
    expect(messages).toEqual([]);
    // npm packs the license of the package's own folder alone.
    const license = await readFile(join(ROOT, 'packages', folder, 'LICENSE'), 'utf8');
    expect(license).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  });

  test('keeps its private files to itself', async () => {
    await expect(node(`await import('${name}/dist/index.js')`, '--input-type=module')).rejects.toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
  });
});

test('packages depend on one another in one direction', async () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    's3-presign': [],
    'result-schema': [],
    'compredict-client': ['@x/result-schema'],
    'result-inbox': ['@x/result-schema'],
    sandbox: ['@x/s3-presign', '@x/result-schema'],
  };
  for (const folder of PACKAGES)
    for (const dependency of Object.keys((await manifestOf(folder)).dependencies))
      if (dependency.startsWith('@x/')) expect(allowed[folder]).toContain(dependency);
});
