import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { MAX_WHOLE, wholeBody } from './whole-body.ts';

/** A request of which as much comes as these chunks hold: node:http itself lets none be shorter or longer than it says. */
function requestOf(length: number | undefined, chunks: readonly Buffer[]): IncomingMessage {
  const headers = length === undefined ? {} : { 'content-length': String(length) };
  return Object.assign(Readable.from(chunks, { objectMode: false }), {
    headers,
  }) as unknown as IncomingMessage;
}

test.each<[string, number, string[]]>([
  ['nothing', 0, []],
  ['one chunk', 4, ['text']],
  ['several', 8, ['te', 'xt', 'text']],
])('reads %s', async (_what, length, chunks) => {
  const bytes = await wholeBody(
    requestOf(
      length,
      chunks.map((text) => Buffer.from(text)),
    ),
  );
  expect(bytes?.toString()).toBe(chunks.join(''));
});

test.each([
  ['one window on a larger buffer', [Buffer.alloc(100_000, 'x').subarray(7, 1007)]],
  ['several', [Buffer.alloc(100_000, 'x').subarray(7, 507), Buffer.alloc(100_000, 'x').subarray(9, 509)]],
  ['memory of its own', [Buffer.from(new Uint8Array(1000).fill(0x78).buffer)]],
])('what is kept of %s holds no more memory than its bytes', async (_what, chunks) => {
  const bytes = await wholeBody(requestOf(1000, chunks));
  expect([bytes?.length, bytes?.buffer.byteLength]).toEqual([1000, 1000]);
  expect(bytes?.equals(Buffer.alloc(1000, 'x'))).toBe(true);
});

test.each([
  ['longer than it is said to be', ['text', 's']],
  ['longer in its only chunk', ['texts']],
  ['shorter', ['te']],
])('a body that is %s is not taken', async (_what, chunks) => {
  const request = requestOf(
    4,
    chunks.map((text) => Buffer.from(text)),
  );
  await expect(wholeBody(request)).rejects.toThrow('went away');
});

test('a client that goes away, before or in the middle, is told from one that has sent all', async () => {
  const gone = requestOf(4, []);
  gone.destroy();
  await expect(wholeBody(gone)).rejects.toThrow('went away');
  const going = requestOf(4, [Buffer.from('te')]);
  const body = wholeBody(going);
  going.once('data', () => going.destroy());
  await expect(body).rejects.toThrow('went away');
});

test('what is long, or of unknown length, is left to be streamed', async () => {
  expect((await wholeBody(requestOf(MAX_WHOLE, [Buffer.alloc(MAX_WHOLE)])))?.length).toBe(MAX_WHOLE);
  expect(wholeBody(requestOf(MAX_WHOLE + 1, []))).toBeUndefined();
  expect(wholeBody(requestOf(undefined, []))).toBeUndefined();
});
