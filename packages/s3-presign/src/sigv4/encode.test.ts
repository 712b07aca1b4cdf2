import { expect, test } from 'vitest';
import { encodePath, encodeUri } from './encode.ts';

test.each([
  ['azAZ09-._~', 'azAZ09-._~'],
  [' +/', '%20%2B%2F'],
  ["!'()*", '%21%27%28%29%2A'],
  ['é😀', '%C3%A9%F0%9F%98%80'],
  ['%20', '%2520'],
])('encodes %j as %s', (text, encoded) => {
  expect(encodeUri(text)).toBe(encoded);
  expect(decodeURIComponent(encoded)).toBe(text);
});

test('keeps slashes of a path, and nothing else that is reserved', () => {
  expect(encodePath('/lead//x/')).toBe('/lead//x/');
  expect(encodePath('test$file.text')).toBe('test%24file.text');
  expect(encodePath('a b/ü')).toBe('a%20b/%C3%BC');
});

test('refuses a lone surrogate', () => {
  expect(() => encodeUri('\ud800')).toThrow(URIError);
});
