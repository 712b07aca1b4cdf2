import { inspect } from 'node:util';
import { type Handler, startServer } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { json, jwt, rejection } from '../../test/support.ts';
import { type AiCoreClient, type Credentials, createClient } from '../index.ts';

/** An AI Core that hands out access-1, access-2 … and accepts the last one alone. */
function tokenServer(
  options: { refresh?: 'works' | 'rotates' | 'refused' | 'down'; login?: 'works' | 'refused' } = {},
) {
  let issued = 0;
  const handler: Handler = (request, response) => {
    const next = () => `access-${++issued}`;
    if (request.path === '/token/') {
      if (options.login === 'refused') return json(response, { detail: 'No active account found' }, 401);
      return json(response, { access: next(), refresh: 'refresh-1' });
    }
    if (request.path === '/token/refresh/') {
      if (options.refresh === 'refused')
        return json(response, { detail: 'Token is invalid', code: 'token_not_valid' }, 401);
      if (options.refresh === 'down') return json(response, {}, 503);
      return json(response, {
        access: next(),
        ...(options.refresh === 'rotates' ? { refresh: `refresh-${issued}` } : {}),
      });
    }
    if (request.path === '/token/verify/') return json(response, {}, issued > 0 ? 200 : 401);
    if (request.headers.authorization !== `Bearer access-${issued}`)
      return json(response, { detail: 'expired' }, 401);
    return json(response, []);
  };
  return { handler, expire: () => void issued++ };
}

async function start(credentials: Credentials, options?: Parameters<typeof tokenServer>[0]) {
  const { handler, expire } = tokenServer(options);
  const server = await startServer(handler);
  const client: AiCoreClient = createClient({ ...credentials, url: server.url, retry: 0 });
  const paths = () => server.requests.map(({ path }) => path);
  return { server, client, expire, paths, [Symbol.asyncDispose]: () => server.close() };
}

const password = { username: 'user@example.com', password: 'p w' };

describe('with username and password', () => {
  test('logs in on the first need, once, without an Authorization header', async () => {
    await using aiCore = await start(password);
    expect(aiCore.paths()).toEqual([]);
    await Promise.all([aiCore.client.getAlgorithms(), aiCore.client.getAlgorithms()]);
    await aiCore.client.getAlgorithms();
    expect(aiCore.paths()).toEqual(['/token/', '/algorithms', '/algorithms', '/algorithms']);
    expect(aiCore.server.requests[0]?.json()).toEqual(password);
    expect(aiCore.server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(aiCore.server.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('refreshes once for any number of requests that find the token expired', async () => {
    await using aiCore = await start(password);
    await aiCore.client.login();
    aiCore.expire();
    await Promise.all(Array.from({ length: 50 }, () => aiCore.client.getAlgorithms()));
    const paths = aiCore.paths();
    expect(paths.filter((path) => path === '/token/refresh/')).toHaveLength(1);
    expect(paths.filter((path) => path === '/algorithms')).toHaveLength(100);
    expect(aiCore.server.requests.find(({ path }) => path === '/token/refresh/')?.json()).toEqual({
      refresh: 'refresh-1',
    });
  });

  test('sends the features again in full after renewing', async () => {
    await using aiCore = await start(password);
    await aiCore.client.login();
    aiCore.expire();
    await rejection(aiCore.client.runAlgorithm('a', { features: { x: [1] } }));
    const runs = aiCore.server.requests.filter(({ path }) => path.endsWith('/predict'));
    expect(runs).toHaveLength(2);
    expect(runs[0]?.body.length).toBe(runs[1]?.body.length);
    expect((await runs[1]?.form())?.get('features')).toBeInstanceOf(File);
  });

  test('logs in again when the refresh token is refused too', async () => {
    await using aiCore = await start(password, { refresh: 'refused' });
    await aiCore.client.login();
    aiCore.expire();
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
    expect(aiCore.paths()).toEqual(['/token/', '/algorithms', '/token/refresh/', '/token/', '/algorithms']);
  });

  test('uses a rotated refresh token', async () => {
    await using aiCore = await start(password, { refresh: 'rotates' });
    for (let round = 0; round < 3; round++) {
      await aiCore.client.getAlgorithms();
      aiCore.expire();
    }
    const sent = aiCore.server.requests
      .filter(({ path }) => path === '/token/refresh/')
      .map((request) => request.json());
    expect(sent).toEqual([{ refresh: 'refresh-1' }, { refresh: 'refresh-3' }]);
  });

  test('a wrong password is an AuthenticationError, told once', async () => {
    await using aiCore = await start(password, { login: 'refused' });
    const error = await rejection(aiCore.client.getAlgorithms());
    expect(error).toMatchObject({ name: 'AuthenticationError', status: 401, method: 'POST' });
    expect((error as Error).message).toContain('No active account found');
    expect(aiCore.paths()).toEqual(['/token/']);
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain('p w');
  });

  test('an outage while refreshing is told as such, and the refresh token kept', async () => {
    await using aiCore = await start(password, { refresh: 'down' });
    await aiCore.client.login();
    aiCore.expire();
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({
      name: 'ServerError',
      status: 503,
    });
    await rejection(aiCore.client.getAlgorithms());
    expect(aiCore.paths().filter((path) => path === '/token/refresh/')).toHaveLength(2);
  });

  test('the time of a call is for its login, its renewal and its repetition, too', async () => {
    const { handler, expire } = tokenServer();
    await using server = await startServer(async (request, response) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await handler(request, response);
    });
    const client = createClient({ ...password, url: server.url, totalTimeout: 800 });
    expect(await rejection(client.getAlgorithms())).toMatchObject({ code: 'TimedOut' });
    // The login has come by now: the next call has all its time for itself.
    expect(await client.getAlgorithms()).toEqual([]);
    expire();
    expect(await rejection(client.getAlgorithms())).toMatchObject({ code: 'TimedOut' });
  });

  test('a login that does not answer takes no more than the time of a call', async () => {
    await using server = await startServer(() => {});
    const client = createClient({ token: () => new Promise(() => {}), url: server.url, totalTimeout: 50 });
    expect(await rejection(client.getAlgorithms())).toMatchObject({ code: 'TimedOut' });
    expect(await rejection(client.verifyToken())).toMatchObject({ code: 'TimedOut' });
    expect(server.requests).toHaveLength(0);
  });

  test('one caller that aborts does not take the login from another', async () => {
    const controller = new AbortController();
    let release = () => {};
    await using server = await startServer(async (request, response) => {
      if (request.path !== '/token/') return json(response, []);
      controller.abort();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      json(response, { access: 'a' });
    });
    const client = createClient({ ...password, url: server.url });
    const staying = client.getAlgorithms();
    const leaving = rejection(client.getAlgorithms({ signal: controller.signal }));
    expect(await leaving).toMatchObject({ code: 'Aborted' });
    release();
    expect(await staying).toEqual([]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/token/', '/algorithms']);
  });
});

describe('with a token', () => {
  test('an expired one is an error when there is nothing to renew it with', async () => {
    await using aiCore = await start({ token: 'old' });
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({
      name: 'AuthenticationError',
      status: 401,
    });
    expect(aiCore.paths()).toEqual(['/algorithms']);
  });

  test('is renewed with its refresh token', async () => {
    await using aiCore = await start({ token: 'old', refreshToken: 'mine' });
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
    expect(aiCore.paths()).toEqual(['/algorithms', '/token/refresh/', '/algorithms']);
    expect(aiCore.server.requests[1]?.json()).toEqual({ refresh: 'mine' });
  });

  test('a refused refresh token ends in the first error, and is not tried again', async () => {
    await using aiCore = await start({ token: 'old', refreshToken: 'mine' }, { refresh: 'refused' });
    const error = await rejection(aiCore.client.getAlgorithms());
    expect(error).toMatchObject({ name: 'AuthenticationError', method: 'GET' });
    await rejection(aiCore.client.getAlgorithms());
    expect(aiCore.paths()).toEqual(['/algorithms', '/token/refresh/', '/algorithms']);
  });

  test('cannot log in', async () => {
    await using aiCore = await start({ token: 'old' });
    expect(await rejection(aiCore.client.login())).toMatchObject({ name: 'ConfigurationError' });
    expect(await rejection(aiCore.client.refreshToken())).toMatchObject({ name: 'ConfigurationError' });
  });

  test('a request refused again after renewing is not sent a third time', async () => {
    await using server = await startServer((request, response) => {
      if (request.path === '/token/refresh/') return json(response, { access: 'new' });
      return json(response, {}, 401);
    });
    const client = createClient({ token: 'old', refreshToken: 'r', url: server.url });
    expect(await rejection(client.getAlgorithms())).toMatchObject({ status: 401 });
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/algorithms',
      '/token/refresh/',
      '/algorithms',
    ]);
  });

  test('403 goes to the caller', async () => {
    await using server = await startServer((_request, response) => json(response, {}, 403));
    const client = createClient({ token: 'old', refreshToken: 'r', url: server.url });
    expect(await rejection(client.getAlgorithms())).toMatchObject({ name: 'PermissionError' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('with a function', () => {
  /** A client of an AI Core that accepts this token alone, and how often its function was called. */
  async function startWith(accepted: string, give: (call: number) => string | Promise<string>) {
    const server = await startServer((request, response) =>
      request.headers.authorization === `Bearer ${accepted}`
        ? json(response, [])
        : json(response, { detail: 'expired' }, 401),
    );
    let calls = 0;
    const client = createClient({ token: () => give(++calls), url: server.url, retry: 0 });
    return { server, client, calls: () => calls, [Symbol.asyncDispose]: () => server.close() };
  }

  test('asks it on the first need, once for all, and keeps the answer', async () => {
    await using aiCore = await startWith('t-1', async (call) => `t-${call}`);
    expect(aiCore.calls()).toBe(0);
    await Promise.all([aiCore.client.getAlgorithms(), aiCore.client.getAlgorithms()]);
    await aiCore.client.getAlgorithms();
    expect(aiCore.calls()).toBe(1);
  });

  test('asks it again when AI Core answers 401, once for all', async () => {
    await using aiCore = await startWith('t-2', (call) => `t-${call}`);
    await Promise.all(Array.from({ length: 20 }, () => aiCore.client.getAlgorithms()));
    expect(aiCore.calls()).toBe(2);
  });

  test('takes the same token again as: there is no better one', async () => {
    await using aiCore = await startWith('other', () => 'same');
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({ status: 401 });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test.each<[string, () => string | Promise<string>, string]>([
    [
      'throws',
      () => {
        throw new Error('vault says SECRET');
      },
      'AuthenticationError',
    ],
    ['rejects', () => Promise.reject(new Error('vault says SECRET')), 'AuthenticationError'],
    ['answers no token', () => 'SEC RET', 'ConfigurationError'],
    ['answers nothing', () => undefined as unknown as string, 'ConfigurationError'],
  ])('that %s sends nothing', async (_name, give, name) => {
    await using aiCore = await startWith('x', give);
    const error = await rejection(aiCore.client.getAlgorithms());
    expect(error).toMatchObject({ name });
    expect((error as Error).message).not.toContain('SECRET');
    expect(aiCore.server.requests).toHaveLength(0);
    expect(await rejection(aiCore.client.login())).toMatchObject({ name: 'ConfigurationError' });
  });
});

describe('a token that is about to end', () => {
  /** An AI Core whose tokens live for five minutes, and a clock to move. */
  async function startExpiring(credentials: Credentials, refresh: 'works' | 'down' = 'works') {
    let time = Date.parse('2026-03-01T12:00:00Z');
    const access = () => jwt({ iat: time / 1000, exp: time / 1000 + 300 });
    const server = await startServer((request, response) => {
      if (request.path === '/token/') return json(response, { access: access(), refresh: 'r' });
      if (request.path !== '/token/refresh/') return json(response, []);
      return refresh === 'down' ? json(response, {}, 503) : json(response, { access: access() });
    });
    const client = createClient({ ...credentials, url: server.url, retry: 0, now: () => new Date(time) });
    const paths = () => server.requests.map(({ path }) => path);
    const pass = (seconds: number) => {
      time += seconds * 1000;
    };
    return { server, client, paths, pass, access, [Symbol.asyncDispose]: () => server.close() };
  }

  test('is renewed half a minute before, once for all, without a 401', async () => {
    await using aiCore = await startExpiring(password);
    await aiCore.client.getAlgorithms();
    aiCore.pass(269);
    await aiCore.client.getAlgorithms();
    expect(aiCore.paths()).toEqual(['/token/', '/algorithms', '/algorithms']);
    aiCore.pass(1);
    await Promise.all([aiCore.client.getAlgorithms(), aiCore.client.getAlgorithms()]);
    expect(aiCore.paths().slice(3)).toEqual(['/token/refresh/', '/algorithms', '/algorithms']);
  });

  test('that was given is renewed too', async () => {
    const old = jwt({ exp: Date.parse('2026-03-01T12:00:10Z') / 1000 });
    await using aiCore = await startExpiring({ token: old, refreshToken: 'r' });
    await aiCore.client.getAlgorithms();
    expect(aiCore.paths()).toEqual(['/token/refresh/', '/algorithms']);
  });

  test('is sent as it is when it cannot be renewed, and renewing is left to the 401', async () => {
    await using aiCore = await startExpiring(password, 'down');
    await aiCore.client.getAlgorithms();
    aiCore.pass(280);
    await aiCore.client.getAlgorithms();
    await aiCore.client.getAlgorithms();
    expect(aiCore.paths().slice(2)).toEqual(['/token/refresh/', '/algorithms', '/algorithms']);
    await using without = await startExpiring({ token: jwt({ exp: 1 }) });
    await without.client.getAlgorithms();
    expect(without.paths()).toEqual(['/algorithms']);
  });

  test('makes its function be asked', async () => {
    const tokens = [jwt({ exp: Date.parse('2026-03-01T12:01:00Z') / 1000 }), 'next'];
    await using aiCore = await startExpiring({ token: () => tokens.shift() ?? '' });
    await aiCore.client.getAlgorithms();
    aiCore.pass(31);
    await aiCore.client.getAlgorithms();
    expect(aiCore.server.requests.at(-1)?.headers.authorization).toBe('Bearer next');
  });
});

describe('token calls', () => {
  test('login and refreshToken answer the tokens, and use them', async () => {
    await using aiCore = await start(password);
    expect(await aiCore.client.login()).toEqual({ access: 'access-1', refresh: 'refresh-1' });
    expect(await aiCore.client.refreshToken()).toEqual({ access: 'access-2' });
    await aiCore.client.getAlgorithms();
    expect(aiCore.server.requests.at(-1)?.headers.authorization).toBe('Bearer access-2');
  });

  test('refreshToken called twice at once spends the refresh token once', async () => {
    await using aiCore = await start({ token: 'old', refreshToken: 'mine' });
    await Promise.all([
      aiCore.client.refreshToken(),
      aiCore.client.refreshToken(),
      aiCore.client.getAlgorithms(),
    ]);
    expect(aiCore.paths().filter((path) => path === '/token/refresh/')).toHaveLength(1);
  });

  test('verifyToken tells good from bad', async () => {
    await using bad = await start({ token: 'old' });
    expect(await bad.client.verifyToken()).toBe(false);
    expect(bad.server.requests[0]?.json()).toEqual({ token: 'old' });
    await using good = await start(password);
    expect(await good.client.verifyToken()).toBe(true);
    expect(await good.client.verifyToken({ token: 'other' })).toBe(true);
    expect(good.server.requests.at(-1)?.json()).toEqual({ token: 'other' });
  });

  test.each([
    ['an empty one', '', true],
    ['a page of something between', '<html>', 'UnexpectedResponse'],
  ])('an answer to verifyToken that is a 200, %s', async (_name, body, expected) => {
    await using server = await startServer((_request, response) => {
      response.end(body);
    });
    const client = createClient({ token: 't', url: server.url });
    expect(await client.verifyToken().catch(({ code }) => code)).toBe(expected);
  });

  test('a throttled verify is an error, not a no', async () => {
    await using server = await startServer((_request, response) => json(response, {}, 429));
    const client = createClient({ token: 't', url: server.url });
    expect(await rejection(client.verifyToken())).toMatchObject({ name: 'ThrottledError' });
    expect(server.requests).toHaveLength(1);
  });

  test.each([[{}], [{ access: '' }], [{ access: 'line\nend' }], [{ access: 7 }], [[]]])(
    'a login that answers %j is unexpected',
    async (body) => {
      await using server = await startServer((_request, response) => json(response, body));
      const client = createClient({ ...password, url: server.url });
      expect(await rejection(client.login())).toMatchObject({ name: 'UnexpectedResponseError' });
    },
  );
});
