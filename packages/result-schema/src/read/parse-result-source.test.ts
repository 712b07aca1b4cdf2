import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseResult, safeParseResult } from './parse-result.ts';
import type { ResultSource } from './result-source.ts';

const file = {
  job_id: 'j',
  status: 'Finished',
  success: true,
  results: { load: [0.9] },
  callback_param: 'ü',
};
const bytes = new TextEncoder().encode(JSON.stringify(file));
const gzip = new Uint8Array(gzipSync(bytes));

async function* byteByByte(whole: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of whole) yield Uint8Array.of(byte);
}

const code = async (source: ResultSource, maxBytes?: number) => {
  const outcome = await safeParseResult(source, maxBytes === undefined ? {} : { maxBytes });
  return outcome.ok ? 'ok' : outcome.error.code;
};

test.each([
  ['a Blob', () => new Blob([bytes])],
  ['a Response', () => new Response(bytes)],
  ['a stream', () => new Blob([bytes]).stream()],
  ['single bytes', () => byteByByte(bytes)],
  ['a Blob of gzip', () => new Blob([gzip])],
  ['a Response of gzip that nobody labelled', () => new Response(gzip)],
  ['single bytes of gzip', () => byteByByte(gzip)],
])('reads %s', async (_name, source) => {
  expect(await parseResult(source())).toEqual(file);
});

test('reads a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'result-'));
  try {
    await writeFile(join(folder, 'result.json.gz'), gzip);
    expect(await parseResult(createReadStream(join(folder, 'result.json.gz')))).toEqual(file);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['no body', new Response(null), 'Empty'],
  ['an empty Blob', new Blob([]), 'Empty'],
  ['one byte', new Blob(['{']), 'Truncated'],
  ['an error of S3', new Response('<Error/>', { status: 403 }), 'BadResponse'],
  ['gzip cut off', new Blob([gzip.subarray(0, -12)]), 'InvalidGzip'],
  ['gzip damaged', new Blob([gzip.map((byte, index) => (index === 15 ? byte ^ 255 : byte))]), 'InvalidGzip'],
  ['gzip within gzip', new Blob([new Uint8Array(gzipSync(gzip))]), 'Compressed'],
])('refuses %s', async (_name, source, expected) => {
  expect(await code(source)).toBe(expected);
});

test('takes exactly maxBytes, counted after decompression', async () => {
  expect(await code(new Blob([bytes]), bytes.length)).toBe('ok');
  expect(await code(new Blob([bytes]), bytes.length - 1)).toBe('TooLarge');
  expect(await code(new Blob([gzip]), bytes.length)).toBe('ok');
  expect(await code(new Blob([gzip]), bytes.length - 1)).toBe('TooLarge');
});

test('reads a bomb no further than allowed, and lets go of its source', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(64 * 1024 * 1024)));
  let released = false;
  const source = new ReadableStream<Uint8Array>({
    // It sends all it has, but never ends.
    start: (controller) => controller.enqueue(bomb),
    cancel: () => {
      released = true;
    },
  });
  expect(await code(source, 1_000_000)).toBe('TooLarge');
  expect(released).toBe(true);
});

test.each([[[]], [[gzip.subarray(0, 20)]]])(
  'hands over what the source itself throws, after %j',
  async (before) => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield* before;
      throw new Error('connection reset');
    }
    await expect(safeParseResult(source())).rejects.toThrow('connection reset');
  },
);

test('refuses options before it reads', async () => {
  const blob = new Blob([bytes]);
  await expect(parseResult(blob, { maxBytes: -1 })).rejects.toThrow(RangeError);
});

test('stops when it is told to, in the middle of an answer, and closes the connection', async () => {
  const closed = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.on('close', closed.resolve);
    response.write('{"job_id":');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}`);
    const controller = new AbortController();
    const result = parseResult(response, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    await closed.promise;
  } finally {
    server.close();
  }
  await expect(
    parseResult(new Blob([bytes]), { signal: AbortSignal.abort(new Error('before')) }),
  ).rejects.toThrow('before');
});
