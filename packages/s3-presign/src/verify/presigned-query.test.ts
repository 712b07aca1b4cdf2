import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUri } from '../sigv4/encode.ts';
import { QUERY } from '../sigv4/names.ts';
import { readPresignedQuery } from './presigned-query.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '9', '/', ';', '=', '&', '+', '~', '-', '*', '%', 'é', '😀'),
  maxLength: 5,
});
const REQUIRED = [QUERY.algorithm, QUERY.credential, QUERY.date, QUERY.expires, QUERY.signedHeaders];

/** A query in the order in which signers write it, some parameters left out, and values that no signer would sign. */
const parameters = fc.record({
  values: fc.tuple(text, text, text, text, text),
  contentSha256: fc.option(text, { nil: undefined }),
  securityToken: fc.option(text, { nil: undefined }),
  signature: text,
});
type Parameters = typeof parameters extends fc.Arbitrary<infer Given> ? Given : never;

function pairsOf({ values, contentSha256, securityToken, signature }: Parameters): [string, string][] {
  const own = REQUIRED.map((name, at): [string, string] => [name, values[at] ?? '']);
  if (contentSha256 !== undefined) own.push([QUERY.contentSha256, contentSha256]);
  if (securityToken !== undefined) own.push([QUERY.securityToken, securityToken]);
  return [...own.sort(([a], [b]) => (a < b ? -1 : 1)), [QUERY.signature, signature]];
}

/** The ways in which a value may stand in a query: as it must, in lower case, and with more or less escaped than must be. */
const WRITTEN: readonly ((value: string) => string)[] = [
  encodeUri,
  encodeUri,
  (value) => encodeUri(value).replace(/%../g, (escaped) => escaped.toLowerCase()),
  (value) => encodeUri(value).replaceAll('%2F', '/').replaceAll('%3D', '=').replaceAll('%2A', '*'),
  (value) =>
    [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
];

test('a query is read the same in the order of signers, in which most come, and in any other', () => {
  fc.assert(
    fc.property(
      parameters,
      fc.constantFrom(...WRITTEN),
      fc.integer({ min: 1, max: 6 }),
      (given, write, by) => {
        const written = pairsOf(given).map(([name, value]) => `${name}=${write(value)}`);
        const turned = [...written.slice(by), ...written.slice(0, by)];
        const read = readPresignedQuery(written.join('&'));
        expect(read).toEqual(readPresignedQuery(turned.join('&')));
        expect(read).toMatchObject({ signature: given.signature, credential: given.values[1], hoisted: {} });
      },
    ),
    { numRuns: 3000 },
  );
});

test('a query is read the same whatever was read before, however little of it differs', () => {
  const piece = fc.constantFrom('a', '%41', '%2F', '&', '=', '+', '%', 'X-Amz-Date=', ';', '');
  const change = fc.record({ at: fc.nat(500), pieces: fc.array(piece, { maxLength: 3 }), cut: fc.nat(3) });
  // As this package and boto write it, and as the AWS SDK does, with what rides there.
  const order = fc.constantFrom('signature last', 'sorted');
  const more = fc.subarray(['X-Amz-Security-Token=to%2Fken', 'x-amz-meta-trip=7', 'x-id=PutObject']);
  fc.assert(
    fc.property(order, more, change, fc.boolean(), (order, more, { at, pieces, cut }, isAsLong) => {
      const pairs = [...presigned('k%2Fd%2Fr', '20260102T030405Z').split('&'), ...more];
      const signature = `X-Amz-Signature=${'f'.repeat(64)}`;
      const first = order === 'sorted' ? [...pairs, signature].sort() : [...pairs.sort(), signature];
      const by = pieces.join('');
      const text = first.join('&');
      const from = at % text.length;
      const second = text.slice(0, from) + by + text.slice(from + (isAsLong ? by.length : cut));
      // Read after what has nothing in common with it.
      for (let one = 0; one < 8; one++) readPresignedQuery(`${presigned('k', 'd')}${one}&X-Amz-Signature=f`);
      const alone = readPresignedQuery(second);
      readPresignedQuery(text);
      expect(readPresignedQuery(second)).toEqual(alone);
    }),
    { numRuns: 5000 },
  );
});

test('what a caller changes in its query is not in another', () => {
  const text = (signature: string) => `${presigned('k', 'd')}&X-Amz-Signature=${signature}&x-amz-meta-trip=7`;
  for (const signature of ['a', 'b', 'c']) {
    const read = readPresignedQuery(text(signature));
    expect(read).toMatchObject({ signature, hoisted: { 'x-amz-meta-trip': '7' } });
    if (read !== undefined && 'hoisted' in read)
      Object.assign(read.hoisted, { 'x-amz-meta-trip': '8', 'x-amz-acl': 'public-read' });
  }
  expect(readPresignedQuery(text('d'))).toMatchObject({ hoisted: { 'x-amz-meta-trip': '7' } });
});

const presigned = (credential: string, date: string) =>
  `X-Amz-Algorithm=a&X-Amz-Credential=${credential}&X-Amz-Date=${date}&X-Amz-Expires=1&X-Amz-SignedHeaders=host`;

test('what cannot be decoded has no meaning, whatever the order', () => {
  const query = (credential: string) => `${presigned(credential, 'd')}&X-Amz-Signature=f`;
  expect(readPresignedQuery(query('a%2Fb'))).toMatchObject({ credential: 'a/b' });
  for (const broken of ['%FF', '%C3', '%2', '%zz'])
    expect([readPresignedQuery(query(broken)), readPresignedQuery(`a=${broken}`)]).toEqual([
      undefined,
      undefined,
    ]);
});

test('tells which parameter of a signature is given twice', () => {
  expect(readPresignedQuery('X-Amz-Date=1&a=1&a=2&X-Amz-Date=1')).toEqual({ twice: 'X-Amz-Date' });
});
