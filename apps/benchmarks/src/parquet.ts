import { cpus } from 'node:os';
import { installed } from './parquet/installed.ts';
import { rowCount } from './parquet/table.ts';
import { checkFile, cleanUp, floor, writers } from './parquet/writers.ts';
import { raceInTurn } from './results/race-in-turn.ts';
import { table, whole } from './table.ts';

// What writing Parquet costs, ours and others', on this machine, in one run.

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);

const sizes = new Map<string, number>();
for (const [name, write] of Object.entries(writers)) {
  const written = await write();
  if (name !== floor) await checkFile(written);
  sizes.set(name, written instanceof Blob ? written.size : written.byteLength);
}

const rounds = 9;
const reference = 'ours, typed arrays';
const { rows } = await raceInTurn(
  { [reference]: () => writers[reference]?.(), ...writers },
  undefined,
  rounds,
);
console.log(
  `\n${whole(rowCount)} rows of 5 doubles, from JavaScript to a file's bytes, ${rounds} rounds in turn\n`,
);
console.log(
  table(
    ['', 'median ms', `× ${reference}`, 'MB'],
    rows.map(({ name, median, ratio }) => [
      name,
      median.toFixed(0),
      ratio.toFixed(2),
      ((sizes.get(name) ?? Number.NaN) / 1e6).toFixed(1),
    ]),
  ),
);

await cleanUp();
console.log('\nInstalled, with everything each depends on\n');
console.log(
  table(
    ['', 'packages', 'MB'],
    ['hyparquet-writer', 'parquet-wasm', 'apache-arrow', '@duckdb/node-api'].map((name) => {
      const { packages, bytes } = installed(name);
      return [name, whole(packages), (bytes / 1e6).toFixed(1)];
    }),
  ),
);
