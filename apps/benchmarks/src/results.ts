import { cpus } from 'node:os';
import { raceInTurn, type Turns } from './results/race-in-turn.ts';
import { columnReaders, rowReaders } from './results/readers.ts';
import { columns, rows } from './results/result-text.ts';
import { streamers, streamInChild } from './results/stream-in-child.ts';
import { table, whole } from './table.ts';

// What reading a result costs, ours and others', on this machine, in one run.

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const series = columns(2_000_000);
print(
  `A result of 2,000,000 numbers in one series, ${megabytes(series.length)} MB`,
  await raceInTurn(columnReaders, series, 21),
);
const records = rows(200_000);
print(
  `A result of 200,000 rows of 4 named values, ${megabytes(records.length)} MB`,
  await raceInTurn(rowReaders, records, 11),
);

console.log('\nStreamed: the same numbers in series of 500,000, each reader in a process of its own\n');
console.log(
  table(
    ['', 'MB', 'numbers', 'seconds', 'MB per second', 'peak RSS, MB'],
    streamers.map(([name, size]) => {
      const { numbers, seconds, peak } = streamInChild(name, size);
      return [
        name,
        whole(size / 1e6),
        whole(numbers),
        seconds.toFixed(1),
        whole(size / 1e6 / seconds),
        whole(peak / 1e6),
      ];
    }),
  ),
);

/** Prints medians beside the floor, which is the first one. */
function print(title: string, turns: Turns): void {
  console.log(`\n${title}: from text to a typed value, ${turns.rounds} rounds in turn\n`);
  console.log(
    table(
      ['', 'median ms', `× ${turns.floor}`],
      turns.rows.map(({ name, median, ratio }) => [name, median.toFixed(1), ratio.toFixed(2)]),
    ),
  );
}
