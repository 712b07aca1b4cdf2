import { inspect } from 'node:util';
import { startServer } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { encrypt, keyPair } from '../../test/encrypt.ts';
import { json, rejection } from '../../test/support.ts';
import { type ClientOptions, createClient, type RunOptions } from '../index.ts';

const apiKey = 'k'.repeat(40);
const { publicKey, privateKey } = keyPair(2048);
const features = { a: [1, 2] };
const results = { load: [0.5] };

/** An API v1 that computes at once. */
async function start(more: Partial<Extract<ClientOptions, { apiVersion: 'v1' }>> = {}) {
  const server = await startServer((_request, response) =>
    json(response, {
      is_encrypted: true,
      results: encrypt(JSON.stringify(results), publicKey),
      predictions: encrypt(JSON.stringify(results), publicKey),
      evaluations: encrypt('[]', publicKey),
      monitors: null,
    }),
  );
  const client = createClient({
    apiVersion: 'v1',
    apiKey,
    url: `${server.url}/api/v1`,
    ...more,
    failOnError: true,
  });
  return { server, client, [Symbol.asyncDispose]: () => server.close() };
}

async function formOf(options: Partial<RunOptions>, privateKeyGiven = true) {
  await using aiCore = await start(privateKeyGiven ? { privateKey } : {});
  await aiCore.client.runAlgorithm('a', { features, ...options }).catch(() => {});
  const form = (await aiCore.server.requests[0]?.form()) ?? new FormData();
  const texts = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]);
  const file = form.get('features') as File;
  return { texts, type: file?.type, text: await file?.text() };
}

describe('a run', () => {
  test('shows the key, and answers the results in the clear', async () => {
    await using aiCore = await start({ privateKey });
    const run = await aiCore.client.runAlgorithm('a', { features });
    expect(run).toMatchObject({ kind: 'result', result: { results, evaluations: [], is_encrypted: false } });
    expect(aiCore.server.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/api/v1/algorithms/a/predict', `Token ${apiKey}`],
    ]);
  });

  test('sends the fields in the order of the official client, and one file', async () => {
    const { texts, type, text } = await formOf({
      callbacks: 'https://h/',
      version: '1.0.0',
      monitor: false,
      parameters: { p: 1 },
    });
    expect(texts).toEqual([
      ['evaluate', 'True'],
      ['encrypt', 'True'],
      ['monitor', 'False'],
      ['callback_url', 'https://h/'],
      ['callback_param', '{}'],
      ['version', '1.0.0'],
      ['features', 'features.json'],
    ]);
    expect([type, text]).toEqual(['application/json', '{"data":{"a":[1,2]},"parameters":{"p":1}}']);
  });

  test.each<[string, Partial<RunOptions>, string, string]>([
    ['CSV', { format: 'csv' }, 'features.csv', 'text/csv'],
    ['Parquet', { format: 'parquet' }, 'features.parquet', 'application/parquet'],
    ['a file of CSV', { features: new Blob(['a\n1'], { type: 'text/csv' }) }, 'features.csv', 'text/csv'],
  ])('sends %s', async (_name, options, name, type) => {
    const form = await formOf(options);
    expect([form.texts.at(-1), form.type]).toEqual([['features', name], type]);
  });

  test('asks for encryption as told, by default if there is a key to decrypt with', async () => {
    expect((await formOf({}, false)).texts[1]).toEqual(['encrypt', 'False']);
    expect((await formOf({ encrypt: false })).texts[1]).toEqual(['encrypt', 'False']);
    expect((await formOf({ encrypt: true }, false)).texts[1]).toEqual(['encrypt', 'True']);
  });

  test('whose results nobody here can decrypt says so', async () => {
    await using aiCore = await start();
    const error = await rejection(aiCore.client.runAlgorithm('a', { features }));
    expect(error).toMatchObject({ name: 'DecryptionError', method: 'POST', status: 200 });
    expect(inspect(error)).not.toContain(apiKey);
  });

  test('with a compression needs a file that is compressed', async () => {
    expect((await formOf({ compression: 'gzip' })).texts).toEqual([]);
    const file = new Blob(['…'], { type: 'application/json' });
    expect((await formOf({ compression: 'gzip', features: file })).texts).toContainEqual([
      'compression',
      'gzip',
    ]);
  });
});

test('there are no tokens', async () => {
  await using aiCore = await start();
  for (const call of [aiCore.client.login, aiCore.client.refreshToken, aiCore.client.verifyToken]) {
    expect(await rejection(call())).toMatchObject({ name: 'ConfigurationError' });
  }
  expect(aiCore.server.requests).toHaveLength(0);
});

test('a key that is refused is an AuthenticationError, at once', async () => {
  await using server = await startServer((_request, response) =>
    json(response, { detail: 'Invalid token.' }, 401),
  );
  const client = createClient({ apiVersion: 'v1', apiKey, url: server.url });
  expect(await rejection(client.getAlgorithms())).toMatchObject({ name: 'AuthenticationError' });
  expect(server.requests).toHaveLength(1);
});

test('is at its own address by default', async () => {
  let url = '';
  const fetch = async (asked: string) => {
    url = asked;
    return Response.json([]);
  };
  await createClient({ apiVersion: 'v1', apiKey, fetch }).getAlgorithms();
  expect(url).toBe('https://core.compredict.ai/api/v1/algorithms');
});

test('shows none of its secrets', () => {
  const client = createClient({ apiVersion: 'v1', apiKey, privateKey });
  const shown = inspect(client, { showHidden: true, depth: null });
  expect(shown).not.toContain(apiKey);
  expect(shown).not.toContain('PRIVATE KEY');
});

test('API v2 knows none of its options', async () => {
  await using server = await startServer((_request, response) => json(response, { results }));
  const client = createClient({ token: 't', url: server.url });
  for (const option of [{ format: 'csv' }, { encrypt: true }] as const) {
    expect(await rejection(client.runAlgorithm('a', { features, ...option }))).toMatchObject({
      name: 'InvalidArgumentError',
      argument: Object.keys(option)[0],
    });
  }
  expect(server.requests).toHaveLength(0);
});

test('an answer that is no JSON is told as such, and nothing of it', async () => {
  await using server = await startServer((_request, response) => {
    response.end('{"job_id": "j", "is_encrypted": true, "results": NaN, "secret": "SECRET"}');
  });
  const client = createClient({ apiVersion: 'v1', apiKey, privateKey, url: server.url });
  const error = await rejection(client.getTask('j'));
  expect(error).toMatchObject({ name: 'UnexpectedResponseError', issues: [{ path: '', expected: 'JSON' }] });
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain('SECRET');
});

test.each([
  ['undefined', undefined],
  ['null', null],
  ['a string', 'trip.parquet'],
  ['a Map', new Map([['a', [1]]])],
])('%s in place of features is refused as by v2', async (what, given) => {
  await using aiCore = await start();
  const options = { features: given as never, parameters: { p: 1 } };
  expect(await rejection(aiCore.client.runAlgorithm('a', options))).toMatchObject({
    code: 'UnsupportedFeatures',
    message: expect.stringContaining(`; this is ${what}.`),
  });
  expect(aiCore.server.requests).toHaveLength(0);
});
