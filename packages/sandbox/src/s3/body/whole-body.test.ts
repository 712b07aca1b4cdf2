import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { MAX_WHOLE, readWhole, wholeLength } from './whole-body.ts';

/** A request of which as much comes as these chunks hold: node:http itself lets none be shorter or longer than it says. */
function requestOf(length: number | undefined, chunks: readonly Buffer[]): IncomingMessage {
  const headers = length === undefined ? {} : { 'content-length': String(length) };
  return Object.assign(Readable.from(chunks, { objectMode: false }), {
    headers,
  }) as unknown as IncomingMessage;
}

/** Its chunks. */
function chunksOf(request: IncomingMessage): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    readWhole(request, wholeLength(request) ?? Number.NaN, resolve, reject);
  });
}

test.each<[string, number, string[]]>([
  ['nothing', 0, []],
  ['one chunk', 4, ['text']],
  ['several', 8, ['te', 'xt', 'text']],
])('reads %s', async (_what, length, chunks) => {
  const request = requestOf(
    length,
    chunks.map((text) => Buffer.from(text)),
  );
  expect(Buffer.concat(await chunksOf(request)).toString()).toBe(chunks.join(''));
});

const memoryOf = (chunks: readonly Buffer[]) =>
  chunks.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

test.each([
  ['one window on a larger buffer', [Buffer.alloc(100_000, 'x').subarray(7, 1007)]],
  ['several', [Buffer.alloc(100_000, 'x').subarray(7, 507), Buffer.alloc(100_000, 'x').subarray(9, 509)]],
  ['memory of its own', [Buffer.alloc(1000, 'x')]],
  ['one of each', [Buffer.alloc(500, 'x'), Buffer.alloc(100_000, 'x').subarray(9, 509)]],
])('what is kept of %s holds no more memory than its bytes', async (_what, chunks) => {
  const kept = await chunksOf(requestOf(1000, chunks));
  expect(memoryOf(kept)).toBe(1000);
  expect(Buffer.concat(kept).equals(Buffer.alloc(1000, 'x'))).toBe(true);
});

test('large chunks are kept as they came, many small ones as one', async () => {
  const large = [1, 2, 3].map((value) => Buffer.alloc(65_536, value));
  const kept = await chunksOf(requestOf(3 * 65_536, large));
  expect(kept.map((chunk, at) => chunk === large[at])).toEqual([true, true, true]);
  const small = Array.from({ length: 10_000 }, (_, at) => Buffer.alloc(1, at));
  const joined = await chunksOf(requestOf(10_000, small));
  expect(joined).toHaveLength(1);
  expect(joined[0]?.equals(Buffer.concat(small))).toBe(true);
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
  await expect(chunksOf(request)).rejects.toThrow('went away');
});

test('a client that goes away, before or in the middle, is told from one that has sent all', async () => {
  const gone = requestOf(4, []);
  gone.destroy();
  await expect(chunksOf(gone)).rejects.toThrow('went away');
  const going = requestOf(4, [Buffer.from('te')]);
  const body = chunksOf(going);
  going.once('data', () => going.destroy());
  await expect(body).rejects.toThrow('went away');
});

test.each([
  [0, 0],
  [MAX_WHOLE, MAX_WHOLE],
  [MAX_WHOLE + 1, undefined],
  [undefined, undefined],
])('a body of %s bytes is read as one of %s', (length, whole) => {
  expect(wholeLength(requestOf(length, []))).toBe(whole);
});

test('the longest is read as one', async () => {
  expect(memoryOf(await chunksOf(requestOf(MAX_WHOLE, [Buffer.alloc(MAX_WHOLE)])))).toBe(MAX_WHOLE);
});
