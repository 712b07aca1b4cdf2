import { describe, expect, test } from 'vitest';
import { columnsOf, columnsOfRecords, typeName } from './columns.ts';
import type { FeatureColumns, FeatureRecords } from './features.ts';
import { FeaturesError } from './features-error.ts';

const refusal = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof FeaturesError) return error;
    throw error;
  }
  return expect.unreachable('was accepted');
};

describe('records', () => {
  test('become columns in the order of their names, gaps null', () => {
    const records = [{ a: 1 }, { b: 'x', a: undefined }, { c: true, b: null }];
    expect(columnsOfRecords(records)).toEqual([
      { name: 'a', values: [1, null, null] },
      { name: 'b', values: [null, 'x', null] },
      { name: 'c', values: [null, null, true] },
    ]);
  });

  test.each<[string, unknown[], string, number | undefined]>([
    ['without any key', [{}, {}], 'EmptyFeatures', undefined],
    ['of which one is null', [{ a: 1 }, null], 'UnsupportedFeatures', 1],
    ['of which one is a list', [{ a: 1 }, [1]], 'UnsupportedFeatures', 1],
    ['which are numbers', [1, 2], 'UnsupportedFeatures', 0],
    ['with an empty name', [{ '': 1 }], 'InvalidColumnName', undefined],
  ])('%s are refused', (_name, records, code, row) => {
    const error = refusal(() => columnsOfRecords(records as FeatureRecords));
    expect([error.code, error.row]).toEqual([code, row]);
  });

  test('named like parts of a prototype are just columns', () => {
    const records = [JSON.parse('{"__proto__": 1, "constructor": 2}')];
    expect(columnsOfRecords(records).map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  });
});

describe('columns', () => {
  test('are taken as they are', () => {
    const a = new Float64Array(2);
    expect(columnsOf({ a, b: ['x', null] })).toEqual([
      { name: 'a', values: a },
      { name: 'b', values: ['x', null] },
    ]);
  });

  test.each<[string, unknown, string, string | undefined]>([
    ['none', {}, 'EmptyFeatures', undefined],
    ['without rows', { a: [], b: [] }, 'EmptyFeatures', undefined],
    ['of different length', { a: [1, 2], b: [1] }, 'RaggedColumns', 'b'],
    ['of which one is a number', { a: [1], b: 1 }, 'UnsupportedFeatures', 'b'],
    ['of which one is null', { a: null }, 'UnsupportedFeatures', 'a'],
    ['of which one has no name', { '': [1] }, 'InvalidColumnName', ''],
  ])('%s are refused', (_name, columns, code, column) => {
    const error = refusal(() => columnsOf(columns as FeatureColumns));
    expect([error.code, error.column]).toEqual([code, column]);
  });

  test('of different length are told apart by name and length', () => {
    expect(refusal(() => columnsOf({ a: [1, 2], b: [1] })).message).toBe(
      'Column "b" has 1 rows, column "a" has 2.',
    );
  });
});

test.each<[unknown, string]>([
  [null, 'null'],
  [undefined, 'undefined'],
  [[], 'a list'],
  [new Date(), 'a Date'],
  ['x', 'a string'],
  [{}, 'an object'],
  [new Map(), 'a Map'],
  [new Uint8ClampedArray(), 'an Uint8ClampedArray'],
  [() => 1, 'a function'],
])('%s is called %s', (value, name) => {
  expect(typeName(value)).toBe(name);
});
