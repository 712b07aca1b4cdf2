import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createSigner } from '@x/s3-presign/signer';
import { whole } from './table.ts';

// The most memory that the sandbox takes for one large object, which is sent and fetched back. `sandbox-memory 5000` sends
// five thousand megabytes; without a number it is 256.

const MB = 1_000_000;
const sizes = [0, Number(process.argv[2] ?? 256)];

for (const megabytes of sizes) {
  const server = fork(join(import.meta.dirname, 'sandbox', 'serve.ts'));
  const [settings] = await once(server, 'message');
  const signer = createSigner({ forcePathStyle: true, ...settings });
  const start = performance.now();
  await put(signer.put('large').url, megabytes * MB);
  const sent = performance.now();
  const fetched = await get(signer.get('large').url);
  const end = performance.now();
  if (fetched !== megabytes * MB) throw new Error(`${fetched} bytes came back`);
  server.send('stop');
  const [kilobytes] = await once(server, 'message');
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  console.log(
    `${whole(megabytes)} MB: PUT ${seconds(sent - start)}, GET ${seconds(end - sent)}, peak RSS of the sandbox ${whole(Number(kilobytes) / 1024)} MiB`,
  );
}

async function put(url: string, bytes: number): Promise<void> {
  const chunk = Buffer.alloc(MB, 'x');
  const body = Readable.from(
    (function* () {
      for (let left = bytes; left > 0; left -= MB) yield chunk;
    })(),
  );
  const sent = request(url, { method: 'PUT', headers: { 'content-length': bytes } });
  const answered = once(sent, 'response');
  await pipeline(body, sent);
  const [answer] = await answered;
  answer.resume();
  if (answer.statusCode !== 200) throw new Error(`the PUT is answered ${answer.statusCode}`);
}

async function get(url: string): Promise<number> {
  let bytes = 0;
  const answer = await fetch(url);
  for await (const chunk of answer.body ?? []) bytes += chunk.length;
  return bytes;
}
