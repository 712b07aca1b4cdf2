import { expect, test } from 'vitest';
import { diagnoseJson } from './diagnose-json.ts';

test.each([
  ['{"a": NaN}', 'NonFiniteNumber'],
  ['[-Infinity]', 'NonFiniteNumber'],
  ['{"a": "NaN", "b": [1, 2', 'Truncated'],
  ['{"a": "cut off in mid-', 'Truncated'],
  ['{"a": "cut off after \\', 'Truncated'],
  ['{"a": "\\"NaN"', 'Truncated'],
  ['{"a": 1,}', 'InvalidJson'],
  ['<html>', 'InvalidJson'],
  ['{} {}', 'InvalidJson'],
])('%s is %s', (text, fault) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(diagnoseJson(text)).toBe(fault);
});
