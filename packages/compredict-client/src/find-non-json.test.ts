import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { findNonJson } from './find-non-json.ts';

test.each([
  [{ a: [1, 'b', true, null, { c: -0.5 }], d: undefined }],
  [null],
  [Object.create(null)],
  [runInNewContext('({ a: [1] })')],
  [JSON.parse('{"__proto__": 1}')],
])('%j is JSON', (value) => {
  expect(findNonJson(value)).toBeUndefined();
});

const circular: Record<string, unknown> = {};
circular.self = { circular };
const twice = { a: 1 };

test.each<[string, unknown, string, string]>([
  ['NaN', { q: [1, Number.NaN] }, 'q.1', 'NaN'],
  ['infinity', [Number.POSITIVE_INFINITY], '0', 'Infinity'],
  ['a hole', { a: new Array(1) }, 'a.0', 'undefined'],
  ['undefined itself', undefined, '', 'undefined'],
  ['a function', { f: () => 1 }, 'f', 'a function'],
  ['a bigint', { n: 1n }, 'n', 'a bigint'],
  ['a symbol', { s: Symbol('x') }, 's', 'a symbol'],
  ['a Date', { at: new Date(0) }, 'at', 'a Date'],
  ['a Map', new Map(), '', 'a Map'],
  ['a typed array', { a: new Float64Array(1) }, 'a', 'a Float64Array'],
  ['an object with toJSON', { a: { toJSON: () => 1 } }, 'a', 'a Object'],
  ['a circle', circular, 'self.circular', 'a circular reference'],
])('%s is not', (_name, value, path, found) => {
  expect(findNonJson(value)).toEqual({ path, found });
});

test('the same object in two places is no circle', () => {
  expect(findNonJson([twice, twice])).toBeUndefined();
});

test('depth is refused, not survived by luck', () => {
  expect(findNonJson(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)))?.found).toContain(
    'more than 100 deep',
  );
});
