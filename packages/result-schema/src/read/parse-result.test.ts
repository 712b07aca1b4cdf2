import { constants } from 'node:buffer';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { parseResult, safeParseResult } from './parse-result.ts';
import type { ResultInput } from './result-input.ts';
import { isResultParseError, type ResultParseError } from './result-parse-error.ts';

const file = {
  job_id: 'j',
  status: 'Finished',
  success: true,
  results: { load: [0.9] },
  callback_param: null,
};
const text = JSON.stringify(file);

function refusal(input: unknown, maxBytes?: number): ResultParseError {
  const outcome = safeParseResult(input as ResultInput, maxBytes === undefined ? {} : { maxBytes });
  if (outcome.ok) return expect.unreachable('was accepted');
  return outcome.error;
}

test.each<[string, ResultInput]>([
  ['text', text],
  ['text with a byte order mark', `\uFEFF${text}`],
  ['bytes', new TextEncoder().encode(text)],
  ['bytes with a byte order mark', new TextEncoder().encode(`\uFEFF${text}`)],
  ['a slice of larger bytes', Buffer.from(`xx${text}`).subarray(2)],
  ['an ArrayBuffer', new TextEncoder().encode(text).buffer],
  ['a parsed object', file],
])('reads %s', (_name, input) => {
  expect(parseResult(input)).toEqual(file);
});

test('keeps text as it is, also outside of ASCII', () => {
  const callback_param = { name: 'Müller \u{1F697}', escaped: '\u00e9' };
  const result = parseResult(Buffer.from(JSON.stringify({ ...file, callback_param })));
  expect(result.callback_param).toEqual(callback_param);
});

test.each([
  ['nothing', '', 'Empty'],
  ['no bytes', new Uint8Array(), 'Empty'],
  ['a byte order mark alone', '\uFEFF', 'Empty'],
  ['white space', ' \n', 'Empty'],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'InvalidUtf8'],
  ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'InvalidUtf8'],
  ['UTF-16 without a byte order mark', Buffer.from(text, 'utf16le'), 'InvalidUtf8'],
  ['gzip at once', gzipSync(text), 'Compressed'],
  ['a truncated document', text.slice(0, -5), 'Truncated'],
  ['a NaN token', '{"results": {"load": [NaN]}}', 'NonFiniteNumber'],
  ['an Infinity token', '{"results": {"load": [-Infinity]}}', 'NonFiniteNumber'],
  ['XML', '<Error><Code>AccessDenied</Code></Error>', 'InvalidJson'],
  ['a list', '[]', 'NotAnObject'],
  ['null', 'null', 'NotAnObject'],
  ['a parsed list', [file], 'NotAnObject'],
  ['undefined', undefined, 'NotAnObject'],
  ['a number', 7, 'NotAnObject'],
  ['a map', new Map(), 'UnsupportedInput'],
  ['a promise', Promise.resolve(text), 'UnsupportedInput'],
  ['a key __proto__', '{"job_id": "j", "__proto__": {}}', 'PoisonedKey'],
  ['an escaped __proto__', '{"job_id": "j", "\\u005f_proto__": {}}', 'PoisonedKey'],
  ['a key __proto__ deep down', '{"callback_param": [{"a": {"__proto__": {}}}]}', 'PoisonedKey'],
  ['a parsed __proto__', JSON.parse('{"results": {"__proto__": {}}}'), 'PoisonedKey'],
  ['a prototype for a constructor', '{"a": {"constructor": {"prototype": {}}}}', 'PoisonedKey'],
  ['a key that is twice', '{"job_id": "j", "results": {}, "job_id": "k"}', 'DuplicateKey'],
  ['a key that is twice, once escaped', '{"job_id": "j", "job\\u005fid": "k"}', 'DuplicateKey'],
  ['two documents', `${text}\n${text}`, 'InvalidJson'],
  ['an object that is no result', {}, 'InvalidShape'],
])('refuses %s', (_name, input, code) => {
  expect(refusal(input).code).toBe(code);
});

test('a value that mentions __proto__ is no poison', () => {
  expect(parseResult({ ...file, callback_param: '__proto__' }).callback_param).toBe('__proto__');
  expect(parseResult(JSON.stringify({ ...file, callback_param: '__proto__' })).callback_param).toBe(
    '__proto__',
  );
});

test('a key that merely looks like another one twice is none', () => {
  const callback_param = { '"a":': '"a":', 'a\\': ':', b: [{ a: 1 }, { a: '\\":' }] };
  expect(parseResult(JSON.stringify({ ...file, callback_param }, null, 1)).callback_param).toEqual(
    callback_param,
  );
});

test('a key constructor by itself is no poison', () => {
  expect(parseResult({ ...file, callback_param: { constructor: 'Volvo' } }).callback_param).toEqual({
    constructor: 'Volvo',
  });
});

test('keeps halves of characters as JSON.parse does', () => {
  expect(parseResult(`{"job_id":"j","status":"x","callback_param":"\\ud83d"}`).callback_param).toBe('\ud83d');
});

test('takes exactly maxDepth levels, refuses one more and says where', () => {
  const nested = (levels: number) =>
    `{"job_id":"j","status":"x","callback_param":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  expect(parseResult(nested(100)).job_id).toBe('j');
  expect(refusal(nested(101)).code).toBe('TooDeep');
  expect(refusal(nested(100_000)).issues[0]).toEqual({
    path: `callback_param${'.0'.repeat(99)}`,
    expected: '100 levels at most',
  });
  expect(parseResult(nested(4), { maxDepth: 4 }).job_id).toBe('j');
  expect(safeParseResult(nested(5), { maxDepth: 4 }).ok).toBe(false);
  for (const maxDepth of [0, 1001, Number.NaN])
    expect(() => parseResult(text, { maxDepth })).toThrow(RangeError);
});

test('reads what Python writes for no number as null, on request', () => {
  const python = `{"job_id":"NaN, Infinity","status":"Finished","success":true,"results":{"a":[NaN,1.5,-Infinity],"b":Infinity,"\\"NaN":["-Infinity"]}}`;
  expect(refusal(python).issues).toEqual([{ path: 'results.a.0', expected: 'a number or null' }]);
  expect(parseResult(python, { nonFinite: 'null' })).toMatchObject({
    job_id: 'NaN, Infinity',
    results: { a: [null, 1.5, null], b: null, '"NaN': ['-Infinity'] },
  });
  expect(safeParseResult('{"a": NaN', { nonFinite: 'null' })).toMatchObject({ error: { code: 'Truncated' } });
  expect(safeParseResult('{"a": NaN, "a": 1}', { nonFinite: 'null' })).toMatchObject({
    error: { code: 'DuplicateKey', issues: [{ path: 'a' }] },
  });
});

test('takes exactly maxBytes, refuses one more', () => {
  expect(parseResult(text, { maxBytes: text.length })).toEqual(file);
  expect(refusal(text, text.length - 1).code).toBe('TooLarge');
  expect(refusal(new TextEncoder().encode(text), text.length - 1).code).toBe('TooLarge');
  expect(refusal(text, 0).code).toBe('TooLarge');
});

test('bytes that are too many for one text are not taken for no UTF-8', () => {
  const bytes = Buffer.alloc(constants.MAX_STRING_LENGTH + 1, ' ');
  expect(refusal(bytes, bytes.length).code).toBe('TooLarge');
});

test.each([[-1], [Number.NaN]])('refuses %s as maxBytes', (maxBytes) => {
  expect(() => parseResult(text, { maxBytes })).toThrow(RangeError);
});

test('names every path and what was expected, in issues and message', () => {
  const error = refusal({ status: 7, success: 'yes' });
  expect(error.issues).toEqual([
    { path: 'job_id', expected: '"job_id"' },
    { path: 'status', expected: 'string' },
    { path: 'success', expected: 'boolean' },
  ]);
  expect(error.message).toContain('status: expected string');
});

test.each([
  ['in broken JSON', `{"callback_param": {"s3_fields": {"policy": "SECRET"}}, oops SECRET`],
  [
    'in a wrong shape',
    { status: 'SECRET', success: 'SECRET', callback_param: { s3_fields: { policy: 'SECRET' } } },
  ],
  [
    'under a poisoned key',
    '{"SECRET_IS_A_VALUE": "SECRET", "__proto__": {"x": "SECRET"}}'.replace('SECRET_IS_A_VALUE', 'a'),
  ],
])('never quotes a value: %s', (_name, input) => {
  expect(inspect(refusal(input), { depth: null, showHidden: true })).not.toContain('SECRET');
});

test.each([
  ['a success flag left away', { status: 'Finished' }, true],
  ['an error instead of the flag', { status: 'Finished', error: 'no rows' }, false],
  ['a canceled run', { status: 'Canceled' }, false],
  ['the other spelling', { status: 'Finished', is_canceled: true }, false],
])('works success out of %s', (_name, fields, success) => {
  expect(parseResult({ job_id: 'j', results: {}, ...fields }).success).toBe(success);
});

test('throws the error that safeParseResult answers', () => {
  let thrown: unknown;
  try {
    parseResult('{');
  } catch (error) {
    thrown = error;
  }
  expect(isResultParseError(thrown)).toBe(true);
  expect(thrown).toMatchObject({
    name: 'ResultParseError',
    code: 'Truncated',
    issues: [{ path: '', expected: 'the rest of the document' }],
  });
});

test('random damage is either still a result or a ResultParseError, never anything else', () => {
  const random = seededRandom(7);
  const bytes = new TextEncoder().encode(text);
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    const damaged = bytes.slice();
    for (let hit = 0; hit < 3; hit++) damaged[random(damaged.length)] = random(256);
    const outcome = safeParseResult(damaged);
    if (!outcome.ok) refused++;
  }
  expect(refused).toBeGreaterThan(1000);
});
