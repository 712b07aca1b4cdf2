import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineAlgorithm, type Sandbox, startSandbox } from '@x/compredict-sandbox';
import { run, startServer } from '@x/test-kit';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxEnv } from './sandbox-env.ts';

// The whole way of a user: the command asks an AI Core for its algorithms, and the compiler holds a program against them.

const CLI = join(import.meta.dirname, '..', 'node_modules', '@x', 'compredict-client', 'dist', 'cli.js');
// In a folder of this package, which depends on the client.
const FOLDER = join(import.meta.dirname, '..', '.typed-algorithms');
const FILE = join(FOLDER, 'aicore.d.ts');

const energy = defineAlgorithm({
  id: 'energy',
  name: 'Energy',
  versions: [{ version: '1.0.0' }],
  features: { power: { type: 'numeric' }, note: { type: 'str', mandatory: false } },
  output: { energy: { type: 'numeric' } },
  predict: () => ({ results: { energy: 1 } }),
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ algorithms: [energy] });
  await mkdir(FOLDER, { recursive: true });
});
afterAll(async () => {
  await sandbox.stop();
  await rm(FOLDER, { recursive: true });
});

const command = (...args: string[]) =>
  run(process.execPath, [CLI, ...args], { cwd: FOLDER, env: sandboxEnv(sandbox) });

/** What the compiler says of a program that has the written declaration beside it, by line. */
async function complaints(program: string): Promise<string[]> {
  const file = join(FOLDER, 'program.ts');
  await writeFile(file, program);
  const compiler = ts.createProgram([file, FILE], {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
  });
  return ts.getPreEmitDiagnostics(compiler).map(({ file: source, start = 0, messageText }) => {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

test('the command writes the declaration, keeps it, and tells when it is out of date', async () => {
  expect(await command('types', '--out', 'aicore.d.ts', '--check')).toMatchObject({ exitCode: 1 });
  expect(await command('types', '--out', 'aicore.d.ts')).toMatchObject({ exitCode: 0 });
  const written = await readFile(FILE, 'utf8');
  expect(written).toContain('"mass-estimation": {');
  expect(await command('types', '--out', 'aicore.d.ts', '--check')).toMatchObject({ exitCode: 0 });
  await writeFile(FILE, written.replaceAll('\n', '\r\n'));
  expect(await command('types', '--out', 'aicore.d.ts', '--check')).toMatchObject({ exitCode: 0 });
  await writeFile(FILE, written.replace('Cylinders', 'Zylinder'));
  expect(await command('types', '--out', 'aicore.d.ts', '--check')).toMatchObject({ exitCode: 1 });
  expect(await command('types', '--out', 'aicore.d.ts')).toMatchObject({ exitCode: 0 });
  expect(await readFile(FILE, 'utf8')).toBe(written);
});

test('a program that fits compiles, with the results typed', async () => {
  expect(
    await complaints(`
import { createClient, type Results } from '@x/compredict-client';
const aiCore = createClient({ token: 't' });
const features = { power: [1, null, 2] };

const { results } = await aiCore.runAlgorithm('energy', { features }).then(aiCore.waitForRun);
const energy: number | undefined = results?.energy;
const run = await aiCore.runAlgorithm('energy', { features: [{ power: 1, note: 'x' }, { power: null }] });
const direct: number | undefined = run.kind === 'result' ? run.result.results.energy : run.task.results?.energy;
await aiCore.runAlgorithm('energy', { features: { power: Float64Array.of(1), note: ['x'] } });
await aiCore.runAlgorithm('energy', { features: new Blob() });
await aiCore.trainAlgorithm('energy', { features });
interface Row { power: number | null; note: string }
await aiCore.runAlgorithm('energy', { features: [] as Row[] });

const safe = createClient({ token: 't', failOnError: false });
const outcome = await safe.runAlgorithm('energy', { features });
if (outcome.ok && outcome.data.kind === 'result') outcome.data.result.results.energy satisfies number;

// An id that the account does not have, or that is known at run time only, takes anything.
const other = await aiCore.runAlgorithm('of-somebody-else', { features: { anything: ['x'] } });
if (other.kind === 'result') other.result.results satisfies Results;
const id: string = process.argv[2] ?? '';
await aiCore.runAlgorithm(id, { features: { anything: ['x'] } });
console.log(energy, direct);
`),
  ).toEqual([]);
});

test('a program that does not fit is refused where it does not', async () => {
  const found = await complaints(`import { createClient } from '@x/compredict-client';
const aiCore = createClient({ token: 't' });
await aiCore.runAlgorithm('energy', { features: {} });
await aiCore.runAlgorithm('energy', { features: { powr: [1] } });
await aiCore.runAlgorithm('energy', { features: { power: [1], notes: ['x'] } });
await aiCore.runAlgorithm('energy', { features: [{ note: 'x' }] });
await aiCore.trainAlgorithm('energy', { features: { power: true } });
const run = await aiCore.runAlgorithm('energy', { features: { power: [1] } });
if (run.kind === 'result') run.result.results.enrgy;
await createClient({ token: 't', failOnError: false }).runAlgorithm('energy', { features: { powr: [1] } });
interface Row { note: string }
await aiCore.runAlgorithm('energy', { features: [] as Row[] });
`);
  const lines = new Set(found.map((complaint) => Number.parseInt(complaint, 10)));
  expect([...lines].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 9, 10, 12]);
});

test('cells are typed where AI Core tells what they hold', async () => {
  const cell = (type: string) => [{ input_name: '', type, children: [] }];
  const columns = [
    { input_name: 'speed', type: 'list', children: cell('numeric') },
    { input_name: 'on', type: 'list', mandatory: false, children: cell('bool') },
    { input_name: 'load', type: 'list', mandatory: false, children: cell('list') },
  ];
  const window = { input_name: 'window', type: 'numeric', mandatory: true, children: [] };
  const features_format = [
    { input_name: 'data', type: 'dict', children: columns },
    { input_name: 'parameters', type: 'dict', children: [window] },
  ];
  const versions = [{ version: '1.0.0', features_format }];
  await using server = await startServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify([
        { id: 'axle-load', versions },
        { id: 'bare', versions: [{ version: '1.0.0' }] },
      ]),
    );
  });
  const env = { COMPREDICT_AI_CORE_URL: server.url, COMPREDICT_AI_CORE_KEY: 'token' };
  expect(await run(process.execPath, [CLI, 'types', '--out', FILE], { env })).toMatchObject({ exitCode: 0 });
  const found = await complaints(`import { createClient } from '@x/compredict-client';
const { runAlgorithm } = createClient({ token: 't' });
const parameters = { window: 1 };
await runAlgorithm('axle-load', { features: { speed: [1n, null], on: [true], load: [[1], Float64Array.of(1)] }, parameters });
await runAlgorithm('axle-load', { features: [{ speed: 1, on: null }, { speed: 2 }], parameters });
await runAlgorithm('axle-load', { features: { speed: ['fast'] } });
await runAlgorithm('axle-load', { features: { speed: [1, 2n] } });
await runAlgorithm('axle-load', { features: { speed: [1], on: [1] } });
await runAlgorithm('axle-load', { features: { speed: [1], load: [1] } });
await runAlgorithm('axle-load', { features: [{ speed: 'fast' }] });
await runAlgorithm('axle-load', { features: { speed: [1] }, parameters: { window: 'x' } });
interface Row { x: number }
interface Parameters { window: number }
await runAlgorithm('bare', { features: [] as Row[], parameters: {} as Parameters });
await runAlgorithm('axle-load', { features: { speed: [1] }, parameters: {} as Parameters });
await runAlgorithm('axle-load', { features: [] as Row[], parameters });
await runAlgorithm('bare', { features: { x: 1 } });
`);
  expect(found.map((complaint) => Number.parseInt(complaint, 10))).toEqual([6, 7, 8, 9, 10, 11, 16, 17]);
});

test('wrong usage says what is wrong', async () => {
  for (const args of [[], ['typs'], ['types'], ['types', '--out'], ['types', '--aut', 'x']]) {
    expect(await command(...args)).toMatchObject({ exitCode: 2, output: expect.stringContaining('--help') });
  }
  expect(await command('--help')).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('--out FILE'),
  });
});

test('a login that fails is told without the password', async () => {
  const env = { ...sandboxEnv(sandbox), COMPREDICT_AI_CORE_PASSWORD: 'SECRET-of-mine' };
  const { exitCode, output } = await run(process.execPath, [CLI, 'types', '--out', 'x.d.ts'], {
    cwd: FOLDER,
    env,
  });
  expect(exitCode).toBe(1);
  expect(output).toContain('No active account');
  expect(output).not.toContain('SECRET');
});
