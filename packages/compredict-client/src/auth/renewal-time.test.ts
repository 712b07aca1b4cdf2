import { expect, test } from 'vitest';
import { jwt } from '../../test/support.ts';
import { renewalTime } from './renewal-time.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const seconds = (offset: number) => now / 1000 + offset;

test.each<[string, object, boolean, number | undefined]>([
  ['a token that was given, by this clock', { exp: seconds(300) }, false, 270],
  ['one that has ended', { exp: seconds(-300) }, false, -330],
  ['a new one, by its own two dates', { iat: seconds(3600), exp: seconds(3900) }, true, 270],
  ['a new one of a clock far behind', { iat: seconds(-3600), exp: seconds(-3300) }, true, 270],
  ['one that lives for twenty seconds', { iat: seconds(0), exp: seconds(20) }, true, 10],
  ['one given that lives for twenty seconds', { iat: seconds(0), exp: seconds(20) }, false, 10],
  ['a new one that says only when it ends', { exp: seconds(300) }, true, 270],
  ['the same, ended by this clock: the clock is wrong', { exp: seconds(-300) }, true, undefined],
  ['one that does not end', { iat: seconds(0) }, true, undefined],
  ['dates that are none', { exp: 'soon' }, true, undefined],
])('%s', (_name, claims, fresh, expected) => {
  const time = renewalTime(jwt(claims), now, fresh);
  expect(time === undefined ? undefined : (time - now) / 1000).toBe(expected);
});

test.each(['access-1', 'a.b.c', 'a.e30.c', 'a.!!!.c', '', '..', `a.${btoa('null')}.c`])(
  'a token that tells nothing: %s',
  (token) => {
    expect(renewalTime(token, now, true)).toBeUndefined();
  },
);

test('reads the alphabet of URLs, without padding', () => {
  const token = jwt({ exp: seconds(300), name: '>>>???ÿÿÿ' });
  expect(token).toMatch(/[-_]/);
  expect(renewalTime(token, now, false)).toBe(now + 270_000);
});
