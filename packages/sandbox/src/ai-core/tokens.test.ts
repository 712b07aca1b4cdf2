import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { createTokens } from './tokens.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

test('a token lives exactly as long as its lifetime', async () => {
  let clock = at(0);
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 86_400 }, rotate: false }, () => clock);
  const access = await tokens.issue('access', 'ada');
  clock = at(299);
  expect(await tokens.verify(access)).toBe('ada');
  clock = at(300);
  expect(await tokens.verify(access)).toBeUndefined();
});

test('carries the claims of SimpleJWT and not a secret more', async () => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 86_400 }, rotate: false }, () => at(0));
  expect(decodeJwt(await tokens.issue('refresh', 'ada'))).toEqual({
    token_type: 'refresh',
    user_id: 'ada',
    iat: 1_800_000_000,
    exp: 1_800_086_400,
    jti: expect.any(String),
  });
});

test.each([
  [
    'of another sandbox',
    () =>
      createTokens({ lifetimes: { access: 1, refresh: 1 }, rotate: false }, () => at(0)).issue(
        'access',
        'ada',
      ),
  ],
  ['that is no token', async () => 'abc'],
  ['that is empty', async () => ''],
  ['unsigned', async () => `${btoa('{"alg":"none"}')}.${btoa('{"token_type":"access","user_id":"ada"}')}.`],
])('refuses a token %s', async (_case, make) => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 300 }, rotate: false }, () => at(0));
  expect(await tokens.verify(await make())).toBeUndefined();
});

test('tells access from refresh tokens', async () => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 300 }, rotate: false }, () => at(0));
  const refresh = await tokens.issue('refresh', 'ada');
  expect(await tokens.verify(refresh, 'access')).toBeUndefined();
  expect(await tokens.verify(refresh, 'refresh')).toBe('ada');
});

test('a refresh token that rotates is good for one exchange', async () => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 300 }, rotate: true }, () => at(0));
  const first = await tokens.issue('refresh', 'ada');
  const renewed = await tokens.renew(first);
  expect(await tokens.verify(renewed?.access ?? '', 'access')).toBe('ada');
  expect(await tokens.renew(first)).toBeUndefined();
  expect(await tokens.verify(first)).toBeUndefined();
  expect(await tokens.renew(renewed?.refresh ?? '')).toEqual({
    access: expect.any(String),
    refresh: expect.any(String),
  });
});

test('a refresh token that rotates is good for one of two exchanges at once', async () => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 300 }, rotate: true }, () => at(0));
  const refresh = await tokens.issue('refresh', 'ada');
  const renewed = await Promise.all([tokens.renew(refresh), tokens.renew(refresh)]);
  expect(renewed.filter((one) => one !== undefined)).toHaveLength(1);
});

test('an access token renews nothing', async () => {
  const tokens = createTokens({ lifetimes: { access: 300, refresh: 300 }, rotate: false }, () => at(0));
  expect(await tokens.renew(await tokens.issue('access', 'ada'))).toBeUndefined();
});
