import * as v from 'valibot';
import { expect, test } from 'vitest';
import { float64Array, numberArray } from './number-array.ts';

test('hands the very same array through', () => {
  const list = [0, -1.5, 1e300];
  expect(v.parse(numberArray(), list)).toBe(list);
  expect(v.parse(numberArray(), [])).toEqual([]);
});

test.each([
  ['null', [1, null]],
  ['text', [1, '2']],
  ['a bigint', [1, 2n]],
  ['NaN', [1, Number.NaN]],
  ['what 1e999 reads as', JSON.parse('[1, 1e999]')],
  ['a list', [1, [2]]],
])('refuses %s and says which item', (_name, list) => {
  const issues = v.safeParse(numberArray(), list).issues ?? [];
  expect(issues).toHaveLength(1);
  expect(issues[0] && v.getDotPath(issues[0])).toBe('1');
  expect(issues[0]?.expected).toBe('finite number');
});

test.each([[null], [{ length: 1, 0: 1 }], ['1'], [new Float64Array(1)]])('refuses %j, no list', (value) => {
  expect(v.safeParse(numberArray(), value).success).toBe(false);
});

test('a hole is no number', () => {
  expect(v.safeParse(numberArray(), new Array(1)).success).toBe(false);
});

test('a Float64Array has NaN where the list has null', () => {
  expect(v.parse(float64Array(), [0, null, -1.5])).toEqual(Float64Array.of(0, Number.NaN, -1.5));
  expect(v.parse(float64Array(), [])).toEqual(new Float64Array());
});

test.each([[[1, '2']], [[1, undefined]], [[null, Number.POSITIVE_INFINITY]], [[0, Number.NaN]]])(
  'no Float64Array is made of %j',
  (list) => {
    const issues = v.safeParse(float64Array(), list).issues ?? [];
    expect(issues.map((issue) => [v.getDotPath(issue), issue.expected])).toEqual([
      ['1', 'finite number or null'],
    ]);
  },
);

test.each([[null], ['1'], [{}]])('a Float64Array is made of lists only, not of %j', (value) => {
  expect(v.safeParse(float64Array(), value).success).toBe(false);
});
