import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactUrl } from './redact.ts';

const NAMES = [
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Amz-Security-Token',
  'X-Amz-S3session-Token',
  'x-amz-server-side-encryption-customer-key',
  'Signature',
  'AWSAccessKeyId',
  'Policy',
];

describe('a URL for logs', () => {
  test.each([
    ['https://b.s3.amazonaws.com/k', 'https://b.s3.amazonaws.com/k'],
    ['/k?x-id=GetObject&X-Amz-Date=1', '/k?x-id=GetObject&X-Amz-Date=1'],
    ['https://b/k?X-Amz-Signature=abc&x=1', 'https://b/k?X-Amz-Signature=[redacted]&x=1'],
    ['https://b/k?x=1&X%2DAmz%2DSignature=abc', 'https://b/k?x=1&[redacted]'],
    ['https://b/k?a=1&amp;Signature=abc', 'https://b/k?a=1&amp;Signature=[redacted]'],
    [
      'https://b/k?X-Amz-Signature=a?X-Amz-Signature=b;X-Amz-Signature=c',
      'https://b/k?X-Amz-Signature=[redacted]',
    ],
    ['https://user:pass@b/k?X-Amz-Signature=abc', 'https://[redacted]@b/k?X-Amz-Signature=[redacted]'],
    ['https://b/k?x=1#X-Amz-Signature=abc', 'https://b/k?x=1#[redacted]'],
    ['https://b/k?next=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3Dabc', 'https://b/k?[redacted]'],
    ['X-Amz-Signature=abc', 'X-Amz-Signature=[redacted]'],
    // A key may look like a pair.
    ['https://b/policy=7/signature=8.json', 'https://b/policy=7/signature=8.json'],
  ])('of %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  test('of a URL object, and of what is none', () => {
    expect(redactUrl(new URL('https://b/k?Signature=abc'))).toBe('https://b/k?Signature=[redacted]');
    for (const value of [undefined, null, 5, {}, Symbol('x'), Object.create(null), { toString: null }])
      expect(redactUrl(value as string)).toBe('[redacted]');
  });

  test('holds no secret, however it is written', () => {
    // Each letter may be an escape, and that one escaped again.
    const escaped = (text: string): fc.Arbitrary<string> =>
      fc.array(fc.nat(3), { minLength: text.length, maxLength: text.length }).map((depths) =>
        Array.from(text, (letter, at) => {
          const hex = letter.charCodeAt(0).toString(16).padStart(2, '0');
          return depths[at] === 0 ? letter : `%${'25'.repeat((depths[at] ?? 1) - 1)}${hex}`;
        }).join(''),
      );
    const text = fc.constantFrom(
      ...NAMES,
      ...NAMES.map((name) => name.toLowerCase()),
      ...NAMES.map((name) => name.toUpperCase()),
    );
    const name = fc.oneof(text, text.chain(escaped));
    const between = fc.constantFrom('&', '&amp;', ';', '\\u0026', '%26', '#', '?', '&\n', '?&');
    const equals = fc.constantFrom('=', '%3D', '%253d', '\\u003d', ' =');
    const start = fc.oneof(
      fc.webUrl(),
      fc.constantFrom('', '/k', 'https://b/k?x=1', 'https://b/k#x', 'https%3A%2F%2Fb%2Fk'),
    );
    const secret = fc.stringMatching(/^SECRET[A-Za-z0-9+/=]{1,40}$/);
    const rest = fc.oneof(
      fc.constant(''),
      fc.string().map((more) => `&${more}`),
    );
    fc.assert(
      fc.property(start, between, name, equals, secret, rest, (before, by, key, is, value, after) => {
        expect(redactUrl(`${before}${by}${key}${is}${value}${after}`)).not.toContain('SECRET');
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9%:]*$/),
        fc.constantFrom('https://', 'http:', '//', 'HTTPS:\\\\'),
        (user, scheme) => {
          expect(redactUrl(`${scheme}${user}:SECRET@b.s3.amazonaws.com/k`)).not.toContain('SECRET');
        },
      ),
    );
  });

  test('of anything at all, and soon', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof redactUrl(value as string) === 'string'));
    const begun = performance.now();
    for (const part of ['%25', '-', '=', '&', 'x-amz-', 'https:', '?', '\\u00'])
      redactUrl(`https://b/k?${part.repeat(100_000)}`);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});
