import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as node from './hash.ts';
import * as web from './hash-web.ts';

// RFC 4231, cases 1, 2, 6 and 7: a short key, a text key, and keys longer than a block.
const VECTORS: [key: Uint8Array | string, text: string, digest: string][] = [
  [
    new Uint8Array(20).fill(0x0b),
    'Hi There',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'Jefe',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    new Uint8Array(131).fill(0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    new Uint8Array(131).fill(0xaa),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
];

describe.each([
  ['node:crypto', node as unknown as typeof web],
  ['plain JavaScript', web],
])('hashes by %s', (_name, hash) => {
  test.each(VECTORS)('HMAC-SHA256 of RFC 4231', (key, text, digest) => {
    expect(hash.hmacSha256Hex(hash.hmacKey(key), text)).toBe(digest);
    expect(hash.textSigner(hash.hmacKey(key))(text)).toBe(digest);
    expect(Buffer.from(hash.hmacSha256(hash.hmacKey(key), text)).toString('hex')).toBe(digest);
  });

  test('any text, as node:crypto does, with one key again and again', () => {
    const sign = hash.textSigner(hash.hmacKey('a key'));
    const signHash = hash.hashSigner(hash.hmacKey('a key'), 'a head, ä\n');
    const signDated = hash.datedHashSigner(hash.hmacKey('a key'), 'on yyyy, ä\n', 3);
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      // Around and beyond the length that is signed by the short way.
      fc
        .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 5000 }))
        .map(([piece, times]) => piece.repeat(times)),
    );
    fc.assert(
      fc.property(text, (value) => {
        expect(sign(value)).toBe(createHmac('sha256', 'a key').update(value).digest('hex'));
        const digest = createHash('sha256').update(value).digest('hex');
        expect(hash.sha256Hex(value)).toBe(digest);
        expect(signHash(value)).toBe(
          createHmac('sha256', 'a key').update(`a head, ä\n${digest}`).digest('hex'),
        );
        for (const date of ['2025', '2026'])
          expect(signDated(date, value)).toBe(
            createHmac('sha256', 'a key').update(`on ${date}, ä\n${digest}`).digest('hex'),
          );
      }),
      { numRuns: 300 },
    );
  });
});

test('base64 is that of the bytes of UTF-8, on both platforms', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const expected = Buffer.from(text).toString('base64');
      expect([node.base64(text), web.base64(text)]).toEqual([expected, expected]);
    }),
  );
});

test('MD5 is that of the bytes behind the base64, on both platforms', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const md5 = createHash('md5').update(bytes).digest('base64');
      const base64 = Buffer.from(bytes).toString('base64');
      expect([node.md5OfBase64(base64), web.md5OfBase64(base64)]).toEqual([md5, md5]);
    }),
  );
});
