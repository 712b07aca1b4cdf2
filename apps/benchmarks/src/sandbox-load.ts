import { cpus } from 'node:os';
import { runFloor } from './sandbox/run-floor.ts';
import { type Load, runLoad } from './sandbox/run-load.ts';
import { startTimes } from './sandbox/start-times.ts';
import { table, whole } from './table.ts';

// How fast a sandbox starts, and how many runs it takes from one client in the same process.

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);

const [first = 0, ...others] = await startTimes(21);
const sorted = others.toSorted((one, other) => one - other);
console.log(
  `\nstartSandbox(): the first of this process ${first.toFixed(0)} ms, then ${sorted[10]?.toFixed(0)} ms (median of 20)`,
);

const load: Load = { runs: 1000, rows: 600, concurrency: 16 };
console.log(
  `\n${whole(load.runs)} runs of ${load.rows} rows, ${load.concurrency} at a time: queued, delivered to S3, collected, validated\n`,
);
const resting = peak();
const rounds: { seconds: number; floor: number }[] = [];
for (let round = 0; round < 3; round++) {
  rounds.push({ floor: await runFloor(load), seconds: await runLoad(load) });
}
console.log(
  table(
    ['round', 'seconds', 'runs per second', '× floor'],
    rounds.map(({ seconds, floor }, round) => [
      String(round + 1),
      seconds.toFixed(2),
      whole(load.runs / seconds),
      (seconds / floor).toFixed(1),
    ]),
  ),
);
console.log('\nThe floor is the same four exchanges with a server of node:http that does nothing.');
console.log(`Peak RSS ${whole(peak())} MB, of which ${whole(resting)} MB before the first run`);

/** Megabytes that this process has held at most. */
function peak(): number {
  return process.resourceUsage().maxRSS / 1024;
}
