import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuery } from '../sigv4/canonical-request.ts';
import { encodeUri } from '../sigv4/encode.ts';
import { QUERY } from '../sigv4/names.ts';
import { readRequest } from './incoming-request.ts';
import { sentCanonicalQuery } from './sent-canonical-query.ts';

function queryOf(text: string) {
  const request = readRequest({ url: `/key?${text}`, headers: { host: 'localhost' } });
  if ('code' in request) throw new Error(request.code);
  return request;
}

const name = fc.oneof(
  fc.constantFrom(QUERY.signature, QUERY.date, QUERY.credential, 'X-Amz-Meta-A', 'a-X-Amz-Signature'),
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '-', '.', '=', '&', ' ', 'ü'), maxLength: 3 }),
);
const value = fc.string({
  unit: fc.constantFrom('a', 'Z', '9', '/', '=', '&', '+', '~', '*', '%', 'é'),
  maxLength: 4,
});

/** The ways in which a text may stand in a query: as it must, in lower case, and with more escaped than must be. */
const written = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom('canonical', 'lower', 'loose', 'all')).map(([plain, how]) => {
    const canonical = encodeUri(plain);
    if (how === 'lower') return canonical.replace(/%../g, (escaped) => escaped.toLowerCase());
    if (how === 'loose')
      return canonical.replaceAll('%2F', '/').replaceAll('%3D', '=').replaceAll('%2A', '*');
    return how === 'all'
      ? [...Buffer.from(plain)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
      : canonical;
  });

const pairs = fc.array(
  fc.oneof(
    fc.tuple(written(name), written(value)).map(([before, after]) => `${before}=${after}`),
    written(name),
  ),
  { maxLength: 6 },
);

test('what is taken as it was sent is what would be made of it', () => {
  fc.assert(
    fc.property(
      pairs,
      fc.boolean(),
      fc.constantFrom(undefined, QUERY.signature, 'a'),
      (all, sorted, leftOut) => {
        const request = queryOf((sorted ? all.toSorted() : all).join('&'));
        const expected = canonicalQuery(request.query.filter(([one]) => one !== leftOut));
        expect(sentCanonicalQuery(request, leftOut)).toBe(expected);
      },
    ),
    { numRuns: 5000 },
  );
});

test.each([
  ['first', 'X-Amz-Signature=f&a=1&b=2', 'a=1&b=2'],
  ['between others', 'a=1&X-Amz-Signature=f&b=2', 'a=1&b=2'],
  ['last', 'a=1&b=2&X-Amz-Signature=f', 'a=1&b=2'],
  ['alone', 'X-Amz-Signature=f', ''],
  ['the end of another name', 'a-X-Amz-Signature=1&b=2', 'a-X-Amz-Signature=1&b=2'],
])('the signature is left out where it stands %s', (_where, query, expected) => {
  expect(sentCanonicalQuery(queryOf(query), QUERY.signature)).toBe(expected);
});
