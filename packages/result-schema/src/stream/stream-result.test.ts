import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ResultParseError } from '../read/result-parse-error.ts';
import { createResultSchema } from '../schemas/create-result-schema.ts';
import { numberArray } from '../schemas/number-array.ts';
import { type StreamResultOptions, streamResult } from './stream-result.ts';

const encoder = new TextEncoder();

/** The text in chunks of so many bytes. */
async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = encoder.encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** All series by their path, put together, and the result. */
async function read(text: string, size = 7, options: StreamResultOptions = {}) {
  const series: Record<string, number[]> = {};
  for await (const part of streamResult(inChunks(text, size), options)) {
    if (part.kind === 'result') return { series, result: part.result };
    const path = part.path.join('.');
    if (part.start === 0) series[path] = [];
    expect(series[path]).toHaveLength(part.start);
    series[path]?.push(...part.values);
  }
  return expect.unreachable('there was no result');
}

const refusal = (text: string, size?: number, options?: StreamResultOptions) =>
  read(text, size, options).then(
    () => expect.unreachable('was accepted'),
    (error: unknown) => {
      if (!(error instanceof ResultParseError)) throw error;
      return { code: error.code, path: error.issues[0]?.path };
    },
  );

const file = (results: string, rest = '') =>
  `{"job_id":"j","status":"Finished","success":true,"results":${results}${rest}}`;

test.each([1, 2, 3, 5, 16, 1000])(
  'splits a file into series and the rest, in chunks of %i bytes',
  async (size) => {
    const results = `{"load": [0.5, -1e3 ,null,\n2], "name":"ü, [1,2] \\"[", "nested":{"a]":[[1,2],[3],[]],"b":[{"c":[4]}]}, "flag":true}`;
    const rest = ',"callback_param":{"list":[1,2]},"evaluations":[1]';
    const { series, result } = await read(file(results, rest), size);
    expect(series).toEqual({
      load: [0.5, -1000, Number.NaN, 2],
      'nested.a].0': [1, 2],
      'nested.a].1': [3],
      'nested.b.0.c': [4],
    });
    expect(result).toEqual({
      job_id: 'j',
      status: 'Finished',
      success: true,
      results: { load: [], name: 'ü, [1,2] "[', nested: { 'a]': [[], [], []], b: [{ c: [] }] }, flag: true },
      callback_param: { list: [1, 2] },
      evaluations: [1],
    });
  },
);

test('takes results that are a list, and predictions', async () => {
  expect((await read(file('[1,2,3]'))).series).toEqual({ '': [1, 2, 3] });
  const { series, result } = await read('{"predictions":{"a":[1]},"job_id":"j","status":"Finished"}');
  expect(series).toEqual({ a: [1] });
  expect(result).toMatchObject({ success: true, results: { a: [] } });
});

test.each<[string, string, Record<string, number[]>, unknown]>([
  ['the same', '"results":{"a":[1]},"predictions":{"a":[1]}', { a: [1] }, { a: [] }],
  ['other predictions', '"results":{"a":[1]},"predictions":{"b":[2],"a":[3]}', { a: [1] }, { a: [] }],
  ['predictions first', '"predictions":{"a":[1]},"results":{"a":[1]}', { a: [1] }, { a: [] }],
  ['results without series', '"results":{},"predictions":{"a":[1]}', {}, {}],
  ['results that are null', '"results":null,"predictions":{"a":[1]}', { a: [1] }, { a: [] }],
  ['predictions without series', '"predictions":{},"results":{"a":[1]}', { a: [1] }, { a: [] }],
])('hands no series over twice: %s', async (_name, members, series, results) => {
  const text = `{"job_id":"j","status":"Finished","success":true,${members}}`;
  for (const size of [1, 3, 1000]) {
    // `read` sees to it that none starts anew.
    expect(await read(text, size, { maxValues: 1 })).toMatchObject({ series, result: { results } });
    const parts = await all(streamResult(inChunks(text, size)));
    expect(parts).toHaveLength(Object.keys(series).length + 1);
  }
});

test('reads gzip and a byte order mark', async () => {
  const bytes = new Uint8Array(gzipSync(`\uFEFF${file('{"a":[1]}')}`));
  const parts = await all(streamResult(new Blob([bytes])));
  expect(parts.map(({ kind }) => kind)).toEqual(['series', 'result']);
});

test.each([1, 10, 1000])('hands over at most maxValues at once, in chunks of %i bytes', async (size) => {
  const list = Array.from({ length: 10 }, (_, index) => index);
  const text = file(`{"a":${JSON.stringify(list)},"b":[1,2,3]}`);
  const parts = await all(streamResult(inChunks(text, size), { maxValues: 3 }));
  expect(
    parts.flatMap((part) => (part.kind === 'series' ? [[part.start, part.values.length, part.last]] : [])),
  ).toEqual([
    [0, 3, false],
    [3, 3, false],
    [6, 3, false],
    [9, 1, true],
    [0, 3, true],
  ]);
});

test('a part is not written to after it was handed over', async () => {
  const [first, second] = await all(streamResult(inChunks(file('{"a":[1,2,3,4]}'), 3), { maxValues: 2 }));
  expect(first).toMatchObject({ values: Float64Array.of(1, 2) });
  expect(second).toMatchObject({ values: Float64Array.of(3, 4) });
});

test('reads what Python writes for no number, on request', async () => {
  const text = file('{"a":[NaN,1,-Infinity],"b":NaN,"c":[Infinity]}');
  expect(await refusal(text)).toEqual({ code: 'NonFiniteNumber', path: 'results.a.0' });
  const { series, result } = await read(text, 4, { nonFinite: 'null' });
  expect(series).toEqual({ a: [Number.NaN, 1, Number.NaN], c: [Number.NaN] });
  expect(result).toMatchObject({ results: { b: null } });
});

test('checks the rest with a schema', async () => {
  const schema = createResultSchema({ results: v.object({ load: numberArray(), unit: v.string() }) });
  const parts = await all(streamResult(inChunks(file('{"load":[1],"unit":"kg"}'), 9), { schema }));
  expect(parts.at(-1)).toMatchObject({ result: { results: { load: [], unit: 'kg' } } });
  await expect(all(streamResult(inChunks(file('{"load":[1]}'), 9), { schema }))).rejects.toMatchObject({
    issues: [{ path: 'results.unit' }],
  });
});

describe('refuses', () => {
  test.each<[string, string, string, string?]>([
    ['a text among numbers', file('{"a":[1,2,"x"]}'), 'InvalidShape', 'results.a.2'],
    ['a text with a bracket among numbers', file('{"a":[1,"]",2]}'), 'InvalidShape', 'results.a.1'],
    ['a list among numbers', file('{"a":[1,[2]]}'), 'InvalidShape', 'results.a.1'],
    ['an object among numbers', file('{"a":[1,{"b":2}]}'), 'InvalidShape', 'results.a.1'],
    ['a flag among numbers', file('{"a":[null,true]}'), 'InvalidShape', 'results.a.1'],
    ['a number beyond the range', file('{"a":[1,1e999]}'), 'InvalidShape', 'results.a.1'],
    ['a comma too many', file('{"a":[1,2,]}'), 'InvalidJson', 'results.a.2'],
    ['a comma too few', file('{"a":[1 2]}'), 'InvalidJson', 'results.a.0'],
    ['two commas', file('{"a":[1,,2]}'), 'InvalidJson', 'results.a.1'],
    ['half a number', file('{"a":[1,-]}'), 'InvalidJson', 'results.a.1'],
    ['an end in a series', file('{"a":[1,2').slice(0, -1), 'Truncated', 'results.a.0'],
    ['an end in a text', '{"job_id":"j', 'Truncated', 'job_id'],
    ['two documents', `${file('{"a":[1]}')}{}`, 'InvalidJson', ''],
    [
      'a text in a series that is dropped',
      file('{"a":[1]}', ',"predictions":{"a":["x"],"b":[1,"x"]}'),
      'InvalidShape',
      'predictions.b.1',
    ],
    ['a key twice', file('{"a":[1],"a":[2]}'), 'DuplicateKey', 'results.a'],
    ['a poisoned key', file('{"__proto__":{"a":[1]}}'), 'PoisonedKey', 'results.__proto__'],
    ['an escaped poisoned key', file('{"\\u005f_proto__":[1]}'), 'PoisonedKey', 'results.__proto__'],
    ['a broken key', file('{"\\x":[1]}'), 'InvalidJson', 'results'],
    ['a list that is not closed', file('{"a":[1}'), 'Truncated', 'results.a.0'],
    ['nothing', '', 'Empty'],
    ['a list', '[1,2]', 'NotAnObject'],
    ['no result file', '{"results":{"a":[1]}}', 'InvalidShape', 'job_id'],
  ])('%s', async (_name, text, code, path) => {
    for (const size of [1, 3, 1000]) expect(await refusal(text, size)).toEqual({ code, path });
  });

  test('what is too deep, before it takes memory', async () => {
    expect((await refusal(`{"x":${'['.repeat(1_000_000)}`, 65_536)).code).toBe('TooDeep');
  });

  test('what is not series and too large, and a number that does not end', async () => {
    const text = file(`{"a":[${'1,'.repeat(500)}2],"b":"${'x'.repeat(100)}"}`);
    expect((await refusal(text, 64, { maxRest: 100 })).code).toBe('TooLarge');
    expect((await read(text, 64, { maxRest: 200 })).series.a).toHaveLength(501);
    expect((await refusal(file(`{"a":[${'1'.repeat(10_000)}]}`), 64)).code).toBe('InvalidJson');
    expect((await refusal(text, 64, { maxBytes: text.length - 1 })).code).toBe('TooLarge');
  });

  test('bytes that are not UTF-8, and half a character at the end', async () => {
    const bytes = encoder.encode(file('{"name":"ü"}'));
    const bad = async (chunk: Uint8Array<ArrayBuffer>) => all(streamResult(new Blob([chunk])));
    await expect(bad(Uint8Array.of(0x7b, 0xff))).rejects.toMatchObject({ code: 'InvalidUtf8' });
    for (const size of [1, 2, 1000]) {
      const utf16 = inChunks([...file('{"a":[1]}')].join('\0'), size);
      await expect(all(streamResult(utf16))).rejects.toMatchObject({ code: 'InvalidUtf8' });
    }
    await expect(bad(bytes.slice(0, bytes.indexOf(0xc3) + 1))).rejects.toMatchObject({ code: 'InvalidUtf8' });
  });

  test('options out of range', async () => {
    for (const options of [
      { maxValues: 0 },
      { maxValues: 1.5 },
      { maxRest: -1 },
      { maxBytes: -1 },
      { maxDepth: 0 },
    ])
      await expect(all(streamResult(new Blob(['{}']), options))).rejects.toThrow(RangeError);
  });
});

test('whoever stops early lets go of the source', async () => {
  let canceled = false;
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(file('{"a":[1,2,').slice(0, -1))),
    cancel: () => {
      canceled = true;
    },
  });
  for await (const part of streamResult(source, { maxValues: 1 })) {
    expect(part).toMatchObject({ path: ['a'], start: 0 });
    break;
  }
  expect(canceled).toBe(true);
});
