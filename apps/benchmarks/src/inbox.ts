import { cpus } from 'node:os';
import { createFiller } from './inbox/fill.ts';
import { startServices } from './inbox/services.ts';
import { timeCollectors } from './inbox/time-collectors.ts';
import { table, whole } from './table.ts';

// Results collected per second, ours and others', against one sandbox on this machine, in one run.

const results = 2000;
const rounds = 3;
const floor = 'ListObjectsV2 and GetObject, one after the other';
const contenders: readonly (readonly [name: string, processes: number])[] = [
  [floor, 1],
  ['ListObjectsV2 and GetObject, 16 at once', 1],
  ['sqs-consumer and GetObject, 10 at once', 1],
  ['inbox, bucketSource', 1],
  ['inbox, sqsSource', 1],
  ['inbox, sqsSource, sqliteStore', 1],
  ['inbox, sqsSource, sqliteStore', 2],
  ['inbox, sqsSource, sqliteStore', 4],
  ['the same, with a handler of 50 ms', 1],
  ['the same, with a handler of 50 ms', 2],
  ['the same, with a handler of 50 ms', 4],
];

const services = await startServices();
const filler = createFiller(results, services.env);
await filler.putResults();

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);
console.log(`${whole(results)} results of ${whole(filler.bytes)} bytes; S3 and queue in a process beside\n`);

const rates = contenders.map((): number[] => []);
for (let round = 0; round < rounds; round++)
  for (const [index, [name, processes]] of contenders.entries()) {
    const env = { ...services.env, QUEUE_URL: await filler.fillQueue() };
    rates[index]?.push(results / (await timeCollectors(name, processes, results, env)));
  }
await services.stop();

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const plain = rates[0] ?? [];
console.log(
  table(
    ['', 'processes', 'results per second', '× plain loop'],
    contenders.map(([name, processes], index) => {
      const mine = rates[index] ?? [];
      const ratio = median(mine.map((rate, round) => rate / (plain[round] ?? 0)));
      return [name, `${processes}`, whole(median(mine)), ratio.toFixed(2)];
    }),
  ),
);
