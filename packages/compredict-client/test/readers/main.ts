import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { run } from '@x/test-kit';
import type { Codec } from '../../src/features/codec.ts';
import { encodeParquet } from '../../src/features/encode-parquet.ts';
import type { FeatureColumns } from '../../src/features/features.ts';
import { parquetColumns } from '../../src/features/parquet-columns.ts';
import { listColumns, plainRows, scalarColumns } from './reference-table.ts';

// `pnpm test:readers`: what we write, read by pandas (with pyarrow and with fastparquet) and by polars, whose 200 MB are
// installed when this is run. What a machine cannot have is said to be SKIPPED.

const HERE = import.meta.dirname;
const CACHE = join(HERE, '..', '..', 'node_modules', '.cache', 'readers');

type Verdict = 'passed' | 'failed' | 'skipped';

/** A program that prints the rows of a file as JSON. */
interface Reader {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

async function main(): Promise<number> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'readers-'));
  try {
    const verdicts = [...(await tryPandas(folder)), ...(await tryPolars(folder))];
    const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
    console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
    return count('failed') === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tryPandas(folder: string): Promise<Verdict[]> {
  const python = await installPandas();
  if (python === undefined) return ['skipped', 'skipped'];
  const script = join(HERE, 'read.py');
  const pyarrow: Reader = { name: 'pandas with pyarrow', command: [python, script, 'pyarrow'] };
  const fastparquet: Reader = { name: 'pandas with fastparquet', command: [python, script, 'fastparquet'] };
  return [
    ...(await tryTables(pyarrow, folder, { scalars: scalarColumns, lists: listColumns })),
    ...(await tryTables(fastparquet, folder, { scalars: scalarColumns })),
    await tryKnownFault(python, fastparquet, folder),
  ];
}

async function tryPolars(folder: string): Promise<Verdict[]> {
  const installed = await install('polars', 'npm', [
    ...['install', '--prefix', CACHE, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    'nodejs-polars@0.26',
  ]);
  if (!installed) return ['skipped'];
  const polars: Reader = {
    name: 'polars',
    command: [process.execPath, join(HERE, 'read-polars.mjs'), CACHE],
  };
  return tryTables(polars, folder, { scalars: scalarColumns, lists: listColumns });
}

async function tryTables(
  { name, command: [program, ...args] }: Reader,
  folder: string,
  tables: Readonly<Record<string, FeatureColumns>>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [table, columns] of Object.entries(tables)) {
    for (const codec of ['snappy', 'zstd', 'uncompressed'] satisfies Codec[]) {
      const file = join(folder, 'table.parquet');
      await writeFile(file, new Uint8Array(encodeParquet(parquetColumns(columns), codec)));
      const { exitCode, output } = await run(program, [...args, file]);
      const expected = asPrinted(plainRows(columns));
      const same = exitCode === 0 && isDeepStrictEqual(JSON.parse(output), expected);
      verdicts.push(
        report(`${name}, ${table}, ${codec}`, same, `${output}\nexpected\n${JSON.stringify(expected)}`),
      );
    }
  }
  return verdicts;
}

/**
 * fastparquet does not read lists from data pages of version 2, the only ones that hyparquet-writer makes: not ours, and not
 * pyarrow's. The day it reads them, this fails, and the README has a sentence to lose.
 */
async function tryKnownFault(python: string, reader: Reader, folder: string): Promise<Verdict> {
  const {
    command: [program, ...args],
  } = reader;
  const ours = join(folder, 'ours.parquet');
  await writeFile(ours, new Uint8Array(encodeParquet(parquetColumns(listColumns))));
  const theirs = join(folder, 'theirs.parquet');
  const written = await run(python, [join(HERE, 'read.py'), 'v2', theirs]);
  const outcomes = [await run(program, [...args, ours]), await run(program, [...args, theirs])];
  const unread = written.exitCode === 0 && outcomes.every(({ exitCode }) => exitCode !== 0);
  return report(`${reader.name}, lists: read from nobody's pages of version 2`, unread, written.output);
}

/** As the readers print a row: text for what JSON's numbers do not hold, and booleans as numbers. */
function asPrinted(rows: readonly Record<string, unknown>[]): unknown {
  return JSON.parse(
    JSON.stringify(rows, (_name, value: unknown) => {
      if (typeof value === 'boolean') return Number(value);
      if (typeof value === 'bigint') return String(value);
      if (Object.is(value, -0)) return '-0.0';
      return value === Number.POSITIVE_INFINITY ? 'inf' : value;
    }),
  );
}

/** The Python that has pandas, in an environment of its own. */
async function installPandas(): Promise<string | undefined> {
  const environment = join(CACHE, 'python');
  if (!(await install('pandas', 'python3', ['-m', 'venv', environment]))) return undefined;
  const python = join(environment, 'bin', 'python');
  const packages = ['pandas', 'pyarrow', 'fastparquet'];
  const args = ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--timeout', '15', ...packages];
  return (await install('pandas', python, args)) ? python : undefined;
}

async function install(name: string, program: string, args: readonly string[]): Promise<boolean> {
  // With the environment as it is: it may say where the registry is.
  const env = process.env as Record<string, string>;
  const { exitCode, output } = await run(program, args, { env, timeoutMs: 180_000 }).catch(
    (error: unknown) => ({
      exitCode: 1,
      output: String(error),
    }),
  );
  if (exitCode !== 0) console.log(`SKIPPED: ${name} could not be installed.\n${output}`);
  return exitCode === 0;
}

function report(name: string, ok: boolean, output: string): Verdict {
  console.log(ok ? `passed: ${name}` : `FAILED: ${name}\n${output}`);
  return ok ? 'passed' : 'failed';
}

process.exitCode = await main();
