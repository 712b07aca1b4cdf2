import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSigner } from '../signer/index.ts';
import { canonicalQuery } from '../sigv4/canonical-request.ts';
import { canonicalQueryOf, isCanonical } from './canonical-query-of.ts';
import { readRequest } from './incoming-request.ts';

/** What is compared: the query as it was sent, or taken apart and put together again. */
function both(search: string): readonly [asSent: string, again: string] | undefined {
  const incoming = readRequest({ url: `/key?${search}`, headers: { host: 'localhost' } });
  if ('code' in incoming) return undefined;
  const others = incoming.query.filter(([name]) => name !== 'X-Amz-Signature');
  return [canonicalQueryOf(incoming), canonicalQuery(others)];
}

const CANONICAL = 'X-Amz-Credential=A%2Fs3&X-Amz-Date=20260301T120000Z';

test.each([
  ['', ''],
  [CANONICAL, CANONICAL],
  [`${CANONICAL}&X-Amz-Signature=ab`, CANONICAL],
  [`X-Amz-Signature=ab&x-id=PutObject`, 'x-id=PutObject'],
  ['X-Amz-Signature=ab', ''],
  ['X-Amz-Date=1&X-Amz-Signature=ab&x-id=PutObject', 'X-Amz-Date=1&x-id=PutObject'],
  // Not in canonical form, each for another reason.
  ['b=1&a=2', 'a=2&b=1'],
  ['a=2&a=1', 'a=1&a=2'],
  ['acl', 'acl='],
  ['a=1&', 'a=1'],
  ['a=b=c', 'a=b%3Dc'],
  ['a=%2f', 'a=%2F'],
  ['a=%41', 'a=A'],
  ['a=b+c', 'a=b%20c'],
  ["a='", 'a=%27'],
  ['a=ü', 'a=%C3%BC'],
  ['%C3%BC=1&a=1', '%C3%BC=1&a=1'],
  ['aX-Amz-Signature=1', 'aX-Amz-Signature=1'],
  ['X-Amz-Signature=1&X-Amz-Signature=2', ''],
  ['a=X-Amz-Signature%3Dab', 'a=X-Amz-Signature%3Dab'],
])('%j is %j', (search, expected) => {
  expect(both(search)).toEqual([expected, expected]);
});

test('what a signer writes is in canonical form, wherever it puts the signature', () => {
  const signer = createSigner({
    bucket: 'results',
    region: 'eu-central-1',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret-key-of-the-test',
    sessionToken: 'token/+=',
  });
  const { url } = signer.put('a', { acl: 'private', metadata: { trip: 'ü 7' }, contentType: 'text/plain' });
  const incoming = readRequest({ url });
  expect(!('code' in incoming) && isCanonical(incoming.search, incoming.query)).toBe(true);
});

// Texts of few characters meet every case: sorted or not, escaped as they have to be, too much, too little, or wrongly.
const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'B',
    '-',
    '.',
    '_',
    '~',
    '0',
    '%20',
    '%2F',
    '%2f',
    '%41',
    '%7E',
    '%C3%BC',
    '+',
    '=',
    "'",
  ),
  fc.constantFrom('X-Amz-Signature', 'X-Amz-Date', 'x-id', '%', '%00', '%FF', 'ü', '*', '/', '!'),
);
const text = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
const query = fc
  .array(
    fc.oneof(
      text,
      fc.tuple(text, text).map(([name, value]) => `${name}=${value}`),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.join('&'));

test('as it was sent, a query is what it is put together again', () => {
  fc.assert(
    fc.property(query, (search) => {
      const answers = both(search);
      fc.pre(answers !== undefined);
      expect(answers?.[0]).toBe(answers?.[1]);
    }),
    { numRuns: 5000 },
  );
});

test('and so it is for what is in canonical form, of any text', () => {
  const pair = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(pair), fc.nat(), (pairs, place) => {
      const expected = canonicalQuery(pairs.filter(([name]) => name !== 'X-Amz-Signature'));
      const parts = expected === '' ? [] : expected.split('&');
      parts.splice(place % (parts.length + 1), 0, 'X-Amz-Signature=ab');
      expect(both(parts.join('&'))).toEqual([expected, expected]);
    }),
    { numRuns: 1000 },
  );
});

test('a long query that is in canonical form up to its end takes no long time', () => {
  const start = performance.now();
  for (const long of ['a'.repeat(16_000), 'a=%2F'.repeat(3000), 'a=1&'.repeat(4000), '%2F'.repeat(5000)])
    both(`${long}!`);
  expect(performance.now() - start).toBeLessThan(1000);
});
