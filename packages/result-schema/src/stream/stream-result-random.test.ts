import { expect, test } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { parseResult, safeParseResult } from '../read/parse-result.ts';
import { ResultParseError } from '../read/result-parse-error.ts';
import { streamResult } from './stream-result.ts';

// Random files, cut at random places, must read as `parseResult` reads them as a whole.

const random = seededRandom(11);

// No lone backslash: JSON.parse of Node.js 24 and 26 reads the key "\"" as "\\" where a like object before it had that one.
const texts = ['', 'a', '"', '\\x', '[1,2]', ']', '{"', 'ü\u{1F697}', '\n', 'null'];
const text = () => texts[random(texts.length)] ?? '';
const list = <T>(item: () => T): T[] => Array.from({ length: random(5) }, item);
const number = () => [random(1000), -random(1000) / 7, random(9) * 1e-12, 0][random(4)] ?? 0;

function value(depth: number): unknown {
  const kind = random(depth > 4 ? 4 : 8);
  if (kind === 0) return text();
  if (kind === 1) return number();
  if (kind === 2) return [true, false, null][random(3)];
  if (kind === 3 || kind === 4) return list(() => (random(5) === 0 ? null : number()));
  // Not a list that begins with a number or null and goes on otherwise: those are refused.
  if (kind === 5) return list(() => ({ [text()]: value(depth + 1) }));
  return Object.fromEntries(list(() => [text(), value(depth + 1)]));
}

const file = (): string => {
  const results = Object.fromEntries(list(() => [`${text()}${random(3)}`, value(0)]));
  const body = { job_id: 'j', callback_param: value(0), status: 'Finished', success: true, results };
  return JSON.stringify(body, null, random(3));
};

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const end = start + 1 + random(20);
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** The result with its series put back where they were. */
async function reassembled(bytes: Uint8Array): Promise<unknown> {
  const lists = new Map<string, (number | null)[]>();
  for await (const part of streamResult(pieces(bytes), { maxValues: 2 })) {
    if (part.kind === 'result') {
      const restore = (item: unknown, path: readonly (string | number)[]): unknown => {
        if (Array.isArray(item)) {
          return lists.get(JSON.stringify(path)) ?? item.map((one, index) => restore(one, [...path, index]));
        }
        if (typeof item !== 'object' || item === null) return item;
        return Object.fromEntries(
          Object.entries(item).map(([key, one]) => [key, restore(one, [...path, key])]),
        );
      };
      return { ...part.result, results: restore(part.result.results, []) };
    }
    const path = JSON.stringify(part.path);
    const values = Array.from(part.values, (one) => (Number.isNaN(one) ? null : one));
    lists.set(path, [...(part.start === 0 ? [] : (lists.get(path) ?? [])), ...values]);
  }
  return expect.unreachable('there was no result');
}

test('whole files', async () => {
  for (let round = 0; round < 500; round++) {
    const json = file();
    expect(await reassembled(new TextEncoder().encode(json)), json).toEqual(parseResult(json));
  }
});

test('damaged files are refused by both, and only ever with a ResultParseError', async () => {
  let refused = 0;
  for (let round = 0; round < 1000; round++) {
    const bytes = new TextEncoder().encode(file());
    bytes[random(bytes.length)] = '"[]{},:0n\\ '.charCodeAt(random(11));
    const whole = safeParseResult(bytes);
    const streamed = await reassembled(bytes).catch((error: unknown) => {
      if (error instanceof ResultParseError) return undefined;
      throw error;
    });
    if (!whole.ok) {
      refused++;
      expect(streamed, new TextDecoder().decode(bytes)).toBeUndefined();
    } else if (streamed !== undefined) expect(streamed).toEqual(whole.result);
  }
  expect(refused).toBeGreaterThan(300);
});
