import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfigurationError, createClientFromEnv, type Env } from './index.ts';

/** The requests that the client made of these variables makes. */
async function requestsOf(env: Env) {
  const seen: Request[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    seen.push(request);
    return Response.json(request.url.endsWith('/token/') ? { access: 'a' } : []);
  };
  await createClientFromEnv(env, { fetch }).getAlgorithms();
  return seen;
}

const password = { COMPREDICT_AI_CORE_USERNAME: 'me', COMPREDICT_AI_CORE_PASSWORD: 'p' };

describe('reads', () => {
  test('the key, before username and password', async () => {
    const [request] = await requestsOf({ COMPREDICT_AI_CORE_KEY: ' key ', ...password });
    expect(request?.headers.get('authorization')).toBe('Bearer key');
  });

  test('username and password, where the key is empty', async () => {
    const [login] = await requestsOf({ COMPREDICT_AI_CORE_KEY: '', ...password });
    expect(await login?.json()).toEqual({ username: 'me', password: 'p' });
  });

  test('the URL', async () => {
    const [request] = await requestsOf({
      COMPREDICT_AI_CORE_KEY: 'k',
      COMPREDICT_AI_CORE_URL: 'https://x/api/v2/',
    });
    expect(request?.url).toBe('https://x/api/v2/algorithms');
  });

  test.each([
    ['False', false],
    ['0', false],
    ['no', false],
    ['TRUE', true],
    ['1', true],
    ['', true],
    [undefined, true],
  ])('%s as failOnError', (text, expected) => {
    const env = { COMPREDICT_AI_CORE_KEY: 'k', COMPREDICT_AI_CORE_FAIL_ON_ERROR: text };
    expect(createClientFromEnv(env).failOnError).toBe(expected);
    expect(createClientFromEnv(env, { failOnError: true }).failOnError).toBe(true);
    expect(createClientFromEnv(env, { failOnError: false }).failOnError).toBe(false);
  });
});

describe('refuses', () => {
  test.each<[string, Env]>([
    ['nothing', {}],
    ['a username alone', { COMPREDICT_AI_CORE_USERNAME: 'SECRET' }],
    ['a password alone', { COMPREDICT_AI_CORE_PASSWORD: 'SECRET' }],
  ])('%s, naming the variables', (_name, env) => {
    const message =
      'Set COMPREDICT_AI_CORE_KEY, or COMPREDICT_AI_CORE_USERNAME and COMPREDICT_AI_CORE_PASSWORD.';
    expect(() => createClientFromEnv(env)).toThrow(new ConfigurationError(message));
  });

  test('a flag that is neither yes nor no', () => {
    const env = { COMPREDICT_AI_CORE_KEY: 'k', COMPREDICT_AI_CORE_FAIL_ON_ERROR: 'maybe' };
    expect(() => createClientFromEnv(env)).toThrow('COMPREDICT_AI_CORE_FAIL_ON_ERROR');
  });
});

describe('by default', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  test('reads process.env', () => {
    vi.stubEnv('COMPREDICT_AI_CORE_KEY', 'k');
    expect(createClientFromEnv().failOnError).toBe(true);
  });

  test('finds nothing where there is no process, and says so', () => {
    vi.stubGlobal('process', undefined);
    expect(() => createClientFromEnv()).toThrow(ConfigurationError);
  });
});
