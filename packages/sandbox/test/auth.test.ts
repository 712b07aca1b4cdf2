import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { connect } from './support.ts';

test('logs in, refreshes and verifies, with and without a trailing slash', async () => {
  await using sandbox = await startSandbox();
  const { json, tokens, request } = await connect(sandbox);
  expect(tokens).toEqual({ access: expect.any(String), refresh: expect.any(String) });
  for (const slash of ['', '/']) {
    const refreshed = await json(`/token/refresh${slash}`, { refresh: tokens.refresh });
    expect(refreshed).toMatchObject({ status: 200, body: { access: expect.any(String) } });
    expect(await json(`/token/verify${slash}`, { token: refreshed.body.access })).toMatchObject({
      status: 200,
      body: {},
    });
    expect((await request(`/algorithms${slash}`)).status).toBe(200);
  }
});

test.each([
  ['wrong password', (s: { username: string }) => ({ username: s.username, password: 'x' })],
  ['unknown user', (s: { password: string }) => ({ username: 'nobody', password: s.password })],
])('refuses a %s', async (_case, login) => {
  await using sandbox = await startSandbox();
  const { json } = await connect(sandbox);
  expect(await json('/token/', login(sandbox))).toMatchObject({
    status: 401,
    body: {
      status: false,
      error: 'No active account found with the given credentials',
      detail: 'No active account found with the given credentials',
      code: 'no_active_account',
    },
  });
});

test('names every missing field', async () => {
  await using sandbox = await startSandbox();
  const { json, call } = await connect(sandbox);
  expect(await json('/token/', {})).toMatchObject({
    status: 400,
    body: {
      status: false,
      errors: ['username : This field is required.', 'password : This field is required.'],
    },
  });
  expect((await json('/token/', { username: '', password: 7 })).body.errors).toEqual([
    'username : This field may not be blank.',
    'password : This field is required.',
  ]);
  expect((await json('/token/refresh/', [])).status).toBe(400);
  expect((await call('/token/', { method: 'POST', body: '{"username"' })).body.errors).toEqual([
    'body : JSON parse error: the body is not valid JSON.',
  ]);
});

test('a token expires by the clock that is given', async () => {
  let now = new Date('2030-01-01T00:00:00Z');
  await using sandbox = await startSandbox({
    now: () => now,
    tokens: { accessLifetimeSeconds: 60, refreshLifetimeSeconds: 600 },
  });
  const { json, tokens, request } = await connect(sandbox);
  expect((await request('/algorithms')).status).toBe(200);
  now = new Date('2030-01-01T00:01:00Z');
  const expired = await request('/algorithms');
  expect(expired).toMatchObject({
    status: 401,
    body: { code: 'token_not_valid', error: expect.any(String) },
  });
  expect(expired.headers.get('www-authenticate')).toBe('Bearer realm="api"');
  expect((await json('/token/refresh/', { refresh: tokens.refresh })).status).toBe(200);
  now = new Date('2030-01-01T00:10:00Z');
  expect(await json('/token/refresh/', { refresh: tokens.refresh })).toMatchObject({
    status: 401,
    body: { code: 'token_not_valid' },
  });
});

test('a refresh token that rotates is exchanged once, over HTTP', async () => {
  await using sandbox = await startSandbox({ tokens: { rotate: true } });
  const { json, tokens } = await connect(sandbox);
  const { status, body } = await json('/token/refresh/', { refresh: tokens.refresh });
  expect({ status, body }).toEqual({
    status: 200,
    body: { access: expect.any(String), refresh: expect.any(String) },
  });
  expect((await json('/token/refresh/', { refresh: tokens.refresh })).status).toBe(401);
  expect((await json('/token/refresh/', { refresh: body.refresh })).status).toBe(200);
});

test.each([
  ['no header', undefined, 'not_authenticated'],
  ['the scheme of v1', 'Token 0123456789012345678901234567890123456789', 'not_authenticated'],
  ['a forged token', 'Bearer abc.def.ghi', 'token_not_valid'],
])('refuses %s', async (_case, authorization, code) => {
  await using sandbox = await startSandbox();
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(`${sandbox.aiCoreUrl}/algorithms`, { headers: headers as HeadersInit });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code });
});

test('a refresh token opens no door, an access token refreshes nothing', async () => {
  await using sandbox = await startSandbox();
  const { call, json, tokens } = await connect(sandbox);
  const headers = { authorization: `Bearer ${tokens.refresh}` };
  expect((await call('/algorithms', { headers })).status).toBe(401);
  expect((await json('/token/refresh/', { refresh: tokens.access })).status).toBe(401);
});

test('tokens of one sandbox are worth nothing in another', async () => {
  await using one = await startSandbox({ username: 'ada', password: 'secret' });
  await using two = await startSandbox({ username: 'ada', password: 'secret' });
  const { tokens } = await connect(one);
  const response = await fetch(`${two.aiCoreUrl}/algorithms`, {
    headers: { authorization: `Bearer ${tokens.access}` },
  });
  expect(response.status).toBe(401);
});
