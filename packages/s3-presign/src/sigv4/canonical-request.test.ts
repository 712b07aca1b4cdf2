import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuery } from './canonical-request.ts';
import { encodeUri } from './encode.ts';

// Few characters, so that names and values are often equal, and such as sort before and after `=` and `%`.
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', '-', '.', '~', '=', '&', ' ', 'ü', '😀'),
  maxLength: 3,
});

test('a query is encoded and sorted the same, in whatever order it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
      const encoded = pairs.map(([name, value]): [string, string] => [encodeUri(name), encodeUri(value)]);
      // What is bare and what is escaped is ASCII: NUL sorts before all of it, and so ends a name.
      const inOrder = encoded.map((pair) => pair.join('\0')).sort();
      const expected = inOrder.map((pair) => pair.replace('\0', '=')).join('&');
      expect(canonicalQuery(pairs)).toBe(expected);
      const sorted = inOrder.map((pair) => pair.split('\0').map(decodeURIComponent) as [string, string]);
      expect(canonicalQuery(sorted)).toBe(expected);
      expect(canonicalQuery(sorted.reverse())).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
