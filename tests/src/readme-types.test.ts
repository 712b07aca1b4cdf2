import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeBlocks, run } from '@x/test-kit';
import { expect, test } from 'vitest';
import { entriesOf, PACKAGES } from './entries.ts';
import { READMES, ROOT } from './readmes.ts';

// What users see of the types: the declarations that were built, in a project of theirs.

const TSC = join(import.meta.dirname, '../node_modules/typescript/bin/tsc');

/** What the compiler says of files, in a folder of this package, which depends on all the others. */
async function compile(
  name: string,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = join(import.meta.dirname, '..', '.readme', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const always = { strict: true, noEmit: true, target: 'esnext', module: 'nodenext', types: ['node'] };
  const tsconfig = { compilerOptions: { ...always, ...options } };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  for (const [file, code] of Object.entries(files)) await writeFile(join(folder, file), code);
  return (await run(process.execPath, [TSC, '-p', folder], { timeoutMs: 120_000 })).output;
}

test('the code of every README compiles under strict', { timeout: 150_000 }, async () => {
  const files: Record<string, string> = {};
  // A module also where nothing is imported.
  for (const readme of READMES)
    for (const { language, code, line } of codeBlocks(await readFile(join(ROOT, readme), 'utf8')))
      if (language === 'ts') files[`${readme.replaceAll('/', '-')}-${line}.ts`] = `${code}\nexport {};\n`;
  expect(Object.keys(files).length).toBeGreaterThan(40);
  expect(await compile('types', files, { skipLibCheck: true })).toBe('');
});

test('the declarations of every entry need no types of a browser', { timeout: 150_000 }, async () => {
  const entries = (await Promise.all(PACKAGES.map(entriesOf))).flat();
  expect(entries.length).toBeGreaterThan(15);
  const code = entries.map((entry, at) => `export * as entry${at} from '${entry}';\n`).join('');
  expect(await compile('no-dom', { 'entries.ts': code }, { lib: ['esnext'], skipLibCheck: false })).toBe('');
});
