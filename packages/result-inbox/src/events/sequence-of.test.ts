import { expect, test } from 'vitest';
import { sequenceOf } from './sequence-of.ts';

test.each([
  ['0055AED6DCD90281E5', '0055AED6DCD90281E6'],
  ['0055AED6DCD90281', '0055AED6DCD90281E5'],
  ['0055aed6dcd90281e5', '0055AED6DCD90281E6'],
  ['0055AED6DCD9', '1'],
])('%s comes before %s', (earlier, later) => {
  expect(sequenceOf(earlier) < sequenceOf(later)).toBe(true);
});

test('zeros at the end make no difference', () => {
  expect(sequenceOf('0A')).toBe(sequenceOf('0a00'));
});
