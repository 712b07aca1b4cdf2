import { expect, test } from 'vitest';
import { diagnoseJson } from './diagnose-json.ts';

test.each([
  ['{"a": NaN}', 'NonFiniteNumber', 'a', 'a number or null'],
  ['[-Infinity]', 'NonFiniteNumber', '0', 'a number or null'],
  ['{"r": {"load": [1, {"x": Infinity}]}}', 'NonFiniteNumber', 'r.load.1.x', 'a number or null'],
  ['{"a": "NaN", "b": [1, 2', 'Truncated', 'b.1', 'the rest of the document'],
  ['{"a": "cut off in mid-', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": "cut off after \\', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": "\\"NaN"', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": "even \\\\"', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": tru', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": -', 'Truncated', 'a', 'the rest of the document'],
  ['{"a": [Na', 'Truncated', 'a.0', 'the rest of the document'],
  ['{', 'Truncated', '', 'the rest of the document'],
  ['{"a": 1,}', 'InvalidJson', '', 'a key'],
  ['{"a" 1}', 'InvalidJson', 'a', 'a colon'],
  ['{"a": 1 "b": 2}', 'InvalidJson', 'a', ', or the end'],
  ['{"a": [1, 2}', 'InvalidJson', 'a.1', ', or the end'],
  ['[1,]', 'InvalidJson', '1', 'a value'],
  ['{a: 1}', 'InvalidJson', '', 'a key or }'],
  ["{'a': 1}", 'InvalidJson', '', 'a key or }'],
  ['{"a": 01}', 'InvalidJson', 'a', 'a value'],
  ['{"a": "\\x"}', 'InvalidJson', 'a', 'a value'],
  ['{"a": "line\nbreak"}', 'InvalidJson', 'a', 'a value'],
  ['<html>', 'InvalidJson', '', 'a value'],
  ['{} {}', 'InvalidJson', '', 'the end of the document'],
  ['{}]', 'InvalidJson', '', 'the end of the document'],
])('%s is %s', (text, code, path, expected) => {
  expect(() => JSON.parse(text)).toThrow();
  const fault = diagnoseJson(text);
  expect({ ...fault, path: fault.path.join('.') }).toEqual({ code, path, expected });
});

test.each([
  ['{"a": 1, "a": 2}', 'a'],
  ['{"r": [{}, {"x": {"b": 1, "\\u0062": 2}}]}', 'r.1.x.b'],
])('finds the key that is twice in %s', (text, path) => {
  const fault = diagnoseJson(text);
  expect({ ...fault, path: fault.path.join('.') }).toEqual({
    code: 'DuplicateKey',
    path,
    expected: 'each key once',
  });
});

test('depth is no danger', () => {
  expect(diagnoseJson('['.repeat(1_000_000)).code).toBe('Truncated');
});
