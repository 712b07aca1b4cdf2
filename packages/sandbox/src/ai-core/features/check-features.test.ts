import { expect, test } from 'vitest';
import { checkFeatures } from './check-features.ts';

test.each<[string, ArrayLike<unknown>]>([
  ['entry 1 of row 1 has no value', [1, null]],
  ['entry 0 of row 1 has no value', Float64Array.of(Number.NaN)],
  ['entry 0 of row 1 is infinite', [Number.NEGATIVE_INFINITY]],
  ['entry 0 of row 1 is a `str`', ['a']],
  ['entry 2 of row 1 is a `list`', [1, 2n, [1]]],
])('a list of numbers in which %s', (what, list) => {
  const table = { rows: 2, columns: new Map([['spectrum', [[1], list]]]) };
  expect(checkFeatures(table, { spectrum: { type: 'list', mandatory: true } })).toEqual({
    ok: false,
    problems: [`Input name: \`spectrum\` must be of type \`list\` of \`numeric\`, but ${what}!`],
  });
});
