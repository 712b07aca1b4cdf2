import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { bulk } from './bulk.ts';
import { type Contenders, downloads, forms, urls } from './contenders.ts';
import { importTimes } from './imports.ts';
import { race } from './race.ts';
import { bucket, expiresIn, nextKey, region } from './setup.ts';
import { table, whole } from './table.ts';

// What presigning costs, ours and others', on this machine, in one run.

const processors = cpus();
console.log(`Node.js ${process.version}, ${processors[0]?.model}, ${processors.length} processors`);
console.log(
  `Input: bucket ${bucket}, ${region}, keys such as ${nextKey()}, ${expiresIn} s; a new key each time`,
);

await print('Upload URLs', urls, ['floor: SHA-256 + HMAC', 'lean-s3', 'aws getSignedUrl']);
await print('Download URLs', downloads, ['aws getSignedUrl']);
await print('POST forms', forms, ['aws createPresignedPost']);

console.log('\nOne signer, many URLs\n');
console.log(
  table(
    ['URLs', 'ns each', 'heap growth, kB'],
    bulk().map((row) => [whole(row.urls), whole(row.nanoseconds), whole(row.heap / 1000)]),
  ),
);

console.log('\nImport in a fresh process\n');
const modules = [
  '@x/s3-presign/signer',
  '@x/s3-presign',
  '@aws-sdk/client-s3',
  'lean-s3',
  'aws4fetch',
  'minio',
];
const times = importTimes(modules);
const sdk = times.get('@aws-sdk/client-s3') ?? Number.NaN;
console.log(
  table(
    ['module', 'ms', 'times faster than @aws-sdk/client-s3'],
    Array.from(times, ([name, time]) => [name, time.toFixed(1), (sdk / time).toFixed(1)]),
  ),
);

console.log('\nIn Bun\n');
console.log(inBun());

/** Times contenders and prints operations per second, with how many times each is as fast as each yardstick. */
async function print(title: string, contenders: Contenders, yardsticks: readonly string[]): Promise<void> {
  const timings = await race(contenders);
  console.log(`\n${title}\n`);
  console.log(
    table(
      ['', 'per second', 'median ns', 'p99 ns', ...yardsticks.map((name) => `× ${name}`)],
      Array.from(timings, ([name, { median, p99 }]) => [
        name,
        whole(1e9 / median),
        whole(median),
        whole(p99),
        ...yardsticks.map((yardstick) =>
          ((timings.get(yardstick)?.median ?? Number.NaN) / median).toFixed(2),
        ),
      ]),
    ),
  );
}

function inBun(): string {
  try {
    const printed = execFileSync('npx', ['--yes', 'bun@1', 'src/in-bun.ts'], { encoding: 'utf8' });
    const { version, native, ours } = JSON.parse(printed.slice(printed.indexOf('{')));
    return table(
      [`Bun ${version}`, 'per second', 'ns', '× native'],
      [
        ['Bun.S3Client.presign', whole(1e9 / native), whole(native), '1.00'],
        ['signer.put', whole(1e9 / ours), whole(ours), (native / ours).toFixed(2)],
      ],
    );
  } catch (error) {
    return `SKIPPED: Bun did not run: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}
