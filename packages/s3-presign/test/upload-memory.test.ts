import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCode } from '@x/test-kit';
import { expect, test } from 'vitest';

const size = 512 * 1024 * 1024;

test('an upload from Node.js holds a fraction of its file in memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-memory-'));
  const file = await open(join(folder, 'file'), 'w');
  await file.truncate(size);
  await file.close();
  let received = 0;
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  try {
    const built = pathToFileURL(join(import.meta.dirname, '../dist/upload.js'));
    const { port } = await new Promise<AddressInfo>((resolve) =>
      server.on('listening', () => resolve(server.address() as AddressInfo)),
    );
    // The built package in a process of its own: the peak is that of nothing else.
    const { output } = await runCode(
      join(folder, 'upload.mjs'),
      `import { openAsBlob } from 'node:fs';
       import { upload } from '${built}';
       const idle = process.memoryUsage.rss();
       let peak = idle;
       const onProgress = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
       await upload('http://127.0.0.1:${port}/', await openAsBlob('${join(folder, 'file')}'), { onProgress });
       console.log((peak - idle) / 1024 / 1024);`,
    );
    expect(received).toBe(size);
    console.log(`peak above idle: ${Math.round(Number(output))} MiB of ${size / 1024 / 1024}`);
    // Measured: about 90, for 1 GiB as well. The global fetch takes all of it.
    expect(Number(output)).toBeLessThan(150);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
