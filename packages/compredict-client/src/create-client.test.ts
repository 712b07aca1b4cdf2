import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { json, startAiCore } from '../test/support.ts';
import { type ClientOptions, ConfigurationError, createClient } from './index.ts';

test.each([2 ** 31, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '100' as never])(
  'a call that is to take %s ms is refused, and nothing sent',
  async (timeout) => {
    await using aiCore = await startAiCore((_request, response) =>
      json(response, { job_id: 'j', status: 'Pending' }),
    );
    const { client, server } = aiCore;
    const outcomes = await Promise.allSettled([
      client.getAlgorithms({ timeout }),
      client.getTemplate('a', { timeout }),
      client.getTask('j', { timeout }),
      client.runAlgorithm('a', { features: { a: [1] }, timeout }),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { name: 'InvalidArgumentError', argument: 'timeout' } });
    }
    expect(server.requests).toHaveLength(0);
    expect(await client.getTask('j', { timeout: false })).toMatchObject({ job_id: 'j' });
  },
);

describe('refuses', () => {
  test.each<[string, unknown]>([
    ['no credentials', {}],
    ['an empty token', { token: '' }],
    ['a token with a line end', { token: 'SECRET\n' }],
    ['a refresh token with a blank', { token: 'x', refreshToken: 'SE CRET' }],
    ['a username alone', { username: 'SECRET' }],
    ['an empty password', { username: 'me', password: '' }],
    ['a URL that is none', { token: 't', url: 'core.compredict.ai' }],
    ['another protocol', { token: 't', url: 'ftp://core.compredict.ai' }],
    ['a URL with a password', { token: 't', url: 'https://me:SECRET@core.compredict.ai' }],
    ['a URL with a query', { token: 't', url: 'https://core.compredict.ai/?key=SECRET' }],
    ['a timeout of 0', { token: 't', timeout: 0 }],
    ['a timeout that no timer can hold', { token: 't', timeout: 2 ** 31 }],
    ['a run timeout that is no number', { token: 't', runTimeout: Number.NaN }],
    ['a negative retry', { token: 't', retry: -1 }],
    ['half a retry', { token: 't', retry: 1.5 }],
    ['endless retries', { token: 't', retry: { limit: Number.POSITIVE_INFINITY } }],
    ['a negative margin', { token: 't', callbackMargin: -1 }],
    ['a margin that is no number', { token: 't', callbackMargin: Number.NaN }],
    ['another version', { apiVersion: 'v3', token: 't' }],
    ['v1 without its key', { apiVersion: 'v1' }],
    ['a key with a blank', { apiVersion: 'v1', apiKey: 'SE CRET' }],
    ['a private key that is none', { apiVersion: 'v1', apiKey: 'k', privateKey: 'SECRET' }],
    [
      'a private key with a passphrase',
      { apiVersion: 'v1', apiKey: 'k', privateKey: '-----BEGIN ENCRYPTED PRIVATE KEY-----\nSECRET' },
    ],
    ['a negative delay', { token: 't', retry: { baseDelayMs: -1 } }],
  ])('%s', (_name, options) => {
    let error: unknown;
    try {
      createClient(options as ClientOptions);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error)).not.toContain('SECRET');
  });
});

test.each(['', '/', '///'])('trailing slashes of the URL do not matter: %j', async (slashes) => {
  await using aiCore = await startAiCore((_request, response) => json(response, []));
  const client = createClient({ token: 't', url: new URL(`${aiCore.server.url}/api/v2${slashes}`) });
  await client.getAlgorithms();
  expect(aiCore.server.requests[0]?.path).toBe('/api/v2/algorithms');
});

test('asks nobody before it is asked', async () => {
  let calls = 0;
  const fetch = async () => {
    calls++;
    return Response.json([]);
  };
  createClient({ username: 'me', password: 'p', fetch });
  expect(calls).toBe(0);
});

test('is at home by default', async () => {
  let asked = '';
  const client = createClient({
    token: 't',
    fetch: async (url) => {
      asked = url;
      return Response.json([]);
    },
  });
  await client.getAlgorithms();
  expect(asked).toBe('https://core.compredict.ai/api/v2/algorithms');
});

test('shows none of its secrets', () => {
  const client = createClient({ username: 'me', password: 'SECRET' });
  expect(inspect(client, { showHidden: true, depth: null })).not.toContain('SECRET');
  expect(JSON.stringify(client)).toBe('{"failOnError":true}');
});

test('methods work without their object', async () => {
  await using aiCore = await startAiCore((_request, response) => json(response, []));
  const { getAlgorithms } = aiCore.client;
  expect(await getAlgorithms()).toEqual([]);
});

describe('with failOnError: false', () => {
  test('every method answers an outcome, never throws', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, 404));
    const client = createClient({ token: 't', url: aiCore.server.url, failOnError: false });
    const features = { a: [1] };
    const outcomes = await Promise.all([
      client.getAlgorithms(),
      client.getAlgorithm('a'),
      client.getAlgorithmVersions('a'),
      client.getAlgorithmVersion('a', '1'),
      client.getTemplate('a'),
      client.getGraph('a'),
      client.runAlgorithm('a', { features }),
      client.trainAlgorithm('a', { features }),
      client.getTask('j'),
      client.cancelTask('j'),
      client.waitForTask('j'),
      client.waitForRun({ kind: 'task', task: { job_id: 'j', status: 'Pending', callback_param: null } }),
      client.verifyToken(),
    ]);
    expect(new Set(outcomes.map((outcome) => !outcome.ok && outcome.error.code))).toEqual(
      new Set(['NotFound']),
    );
    const refused = await client.runAlgorithm('a', { features: {} });
    expect(!refused.ok && refused.error.code).toBe('EmptyFeatures');
    const noLogin = await client.login();
    expect(!noLogin.ok && noLogin.error.code).toBe('InvalidConfiguration');
    const noRefresh = await client.refreshToken();
    expect(!noRefresh.ok && noRefresh.error.code).toBe('InvalidConfiguration');
  });

  test('success is data', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, []));
    const client = createClient({ token: 't', url: aiCore.server.url, failOnError: false });
    expect(await client.getAlgorithms()).toEqual({ ok: true, data: [] });
  });

  test('a bug of the caller is still thrown', async () => {
    await using aiCore = await startAiCore((_request, response) =>
      json(response, { job_id: 'j', status: 'Pending' }),
    );
    const client = createClient({ token: 't', url: aiCore.server.url, failOnError: false });
    const onUpdate = () => {
      throw new RangeError('bug');
    };
    await expect(client.waitForTask('j', { onUpdate })).rejects.toThrow(RangeError);
  });
});
