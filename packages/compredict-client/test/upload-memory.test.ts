import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@x/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const size = 512 * 1024 * 1024;

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-memory-'));
  path = join(folder, 'features.parquet');
  const file = await open(path, 'w');
  await file.write('PAR1');
  await file.write('PAR1', size - 4);
  await file.close();
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['a file', `await openParquet('PATH')`],
  ['a stream of known size', `new ParquetStream((await openParquet('PATH')).stream(), ${size})`],
  ['a stream of unknown size', `(await openParquet('PATH')).stream()`],
])('%s of 512 MiB is uploaded with a fraction of that in memory', async (_name, features) => {
  let received = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => response.end('{"job_id": "j"}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The built package in a process of its own: the peak is that of nothing else.
  const code = `
    import { createClient, openParquet, ParquetStream } from './dist/index.js';
    const client = createClient({ token: 't', url: 'http://127.0.0.1:${port}' });
    const idle = process.memoryUsage.rss();
    let progress = 0;
    await client.runAlgorithm('a', {
      features: ${features.replace('PATH', path)},
      onUploadProgress: () => { progress += 1; },
    });
    const peak = process.resourceUsage().maxRSS * 1024;
    console.log(JSON.stringify({ above: (peak - idle) / 1_000_000, progress }));`;
  const { output } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(import.meta.dirname, '..'),
  });
  server.close();
  const { above, progress } = JSON.parse(output);
  expect(received).toBeGreaterThan(size);
  expect(progress).toBeGreaterThan(1000);
  console.log(`peak above idle: ${Math.round(above)} MB of ${Math.round(size / 1_000_000)}`);
  // Measured: about 80, for 1 GiB as well (apps/benchmarks, upload-memory).
  expect(above).toBeLessThan(150);
});
