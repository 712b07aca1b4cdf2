import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { parseResult } from '../read/parse-result.ts';
import { streamResult } from './stream-result.ts';

// What streaming costs must not depend on how a file is divided: into series, texts or chunks.

const encoder = new TextEncoder();
const head = '{"job_id":"j","status":"Finished","success":true,"results":{';
const MiB = 1024 ** 2;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that something holds, garbage apart. */
function heldBytes(): number {
  collectGarbage();
  return getHeapStatistics().used_heap_size;
}

test('many series hold no more memory than few', async () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => Math.sin(index)).join(',');
  const series = 600; // 60 MB
  async function* chunks() {
    yield encoder.encode(head);
    for (let index = 0; index < series; index++) {
      yield encoder.encode(`${index === 0 ? '' : ','}"vehicle series ${index}":[${numbers}]`);
    }
    yield encoder.encode('}}');
  }
  let seen = 0;
  let held = 0;
  const before = heldBytes();
  for await (const part of streamResult(chunks())) {
    if (part.kind === 'series' && part.last && ++seen % 100 === 0)
      held = Math.max(held, heldBytes() - before);
  }
  expect(seen).toBe(series);
  expect(held).toBeLessThan(8 * MiB);
});

/** The bytes, in chunks of one size that are made as they are read. */
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

test.each([
  ['a text', `"image":"${'A'.repeat(8 * MiB)}"`],
  ['a text of escaped quotes', `"image":"${'\\"'.repeat(4 * MiB)}"`],
  ['a text of backslashes', `"image":"${'\\\\'.repeat(4 * MiB)}"`],
  ['a key', `"${'A'.repeat(8 * MiB)}":1`],
  ['white space in a list', `"load":[${' '.repeat(8 * MiB)}"a"]`],
])('%s of 8 MiB is read once, however small the chunks', async (_name, member) => {
  const bytes = encoder.encode(`${head}${member}}}`);
  const start = performance.now();
  for await (const part of streamResult(inChunks(bytes, 1024))) expect(part.kind).toBe('result');
  // A fraction of a second. Looked at anew with each chunk, they are 32 billion characters: half a minute and more.
  expect(performance.now() - start).toBeLessThan(8000);
});

test('long texts read as they do in one piece, wherever they are cut', async () => {
  const random = seededRandom(5);
  const pieces = ['\\', '"', '\\"', '[1', ']', '{', ',', ':', 'ü\u{1F697}', '\n', 'a'.repeat(50), '\uFEFF'];
  const text = () => Array.from({ length: random(40) }, () => pieces[random(pieces.length)]).join('');
  async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let start = 0, end = 0; start < bytes.length; start = end) {
      end = start + 1 + random([2, 5, 100][random(3)] ?? 1);
      yield bytes.subarray(start, end);
    }
  }
  for (let round = 0; round < 500; round++) {
    const results = { [`k${text()}`]: text(), texts: [text(), text()], [`l${text()}`]: { [text()]: true } };
    const json = JSON.stringify({ job_id: 'j', status: 'Finished', success: true, results });
    for await (const part of streamResult(cut(encoder.encode(json)))) {
      expect(part, json).toEqual({ kind: 'result', result: parseResult(json) });
    }
  }
});
