import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from 'node:crypto';
import { startServer } from '@x/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineAlgorithm, type Sandbox, startSandbox } from '../src/index.ts';
import { parquet } from './support.ts';

const echo = defineAlgorithm({
  id: 'echo',
  name: 'Echo',
  versions: [{ version: '1.0.0' }],
  features: {
    speed: { type: 'numeric' },
    label: { type: 'str', mandatory: false },
    on: { type: 'bool', mandatory: false },
  },
  output: { speed: { type: 'list' }, rest: { type: 'list' } },
  evaluations: { mae: { description: 'error' } },
  predict: ({ features, parameters, evaluate }) => ({
    results: { speed: features.speed, rest: [features.label, features.on, parameters].map((v) => v ?? null) },
    ...('mae' in evaluate ? { evaluations: { mae: 0.5 } } : {}),
  }),
});

const labels = defineAlgorithm({
  id: 'labels',
  name: 'Labels',
  versions: [{ version: '1.0.0' }],
  features: { label: { type: 'str', mandatory: false } },
  output: { labels: { type: 'list' } },
  predict: ({ features }) => ({ results: { labels: features.label ?? [] } }),
});

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ algorithms: [echo, labels], publicKey: pem });
});
afterAll(() => sandbox.stop());

/** A request as a v1 client sends it: its key, and one features file of whatever kind. */
async function send(
  path: string,
  {
    fields = {},
    features = '',
    name = 'features.json',
    from = sandbox,
    init = {},
  }: {
    fields?: Record<string, string>;
    features?: string | Uint8Array;
    name?: string;
    from?: Sandbox;
    init?: RequestInit;
  },
) {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append('features', new Blob([features as string]), name);
  const response = await fetch(from.v1.aiCoreUrl + path, {
    method: 'POST',
    headers: { authorization: `Token ${from.v1.apiKey}` },
    body,
    ...init,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

const get = (path: string, authorization = `Token ${sandbox.v1.apiKey}`) =>
  fetch(sandbox.v1.aiCoreUrl + path, { headers: { authorization } });

describe('authentication', () => {
  test('takes the key, with and without a trailing slash', async () => {
    expect(sandbox.v1.apiKey).toHaveLength(40);
    for (const path of ['/algorithms', '/algorithms/', '/algorithms/echo/versions/1.0.0'])
      expect((await get(path)).status).toBe(200);
  });

  test.each([
    ['another key', `Token ${'0'.repeat(40)}`, 'Invalid token.'],
    ['the scheme of v2', 'Bearer x', 'Authentication credentials were not provided.'],
  ])('refuses %s', async (_case, authorization, error) => {
    const answer = await get('/algorithms', authorization);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Token']);
    expect(await answer.json()).toMatchObject({ status: false, error });
  });

  test('has no tokens, and its key opens no v2', async () => {
    expect((await fetch(`${sandbox.v1.aiCoreUrl}/token/`, { method: 'POST', body: '{}' })).status).toBe(404);
    const headers = { authorization: `Token ${sandbox.v1.apiKey}` };
    expect((await fetch(`${sandbox.aiCoreUrl}/algorithms`, { headers })).status).toBe(401);
  });
});

describe('features', () => {
  const results = { speed: [1.5, 2], rest: [['a', null], [true, false], {}] };
  test.each<[string, string | Uint8Array]>([
    [
      'a dictionary of lists in JSON',
      '{"speed": [1.5, 2], "label": ["a", null], "on": [true, false], "more": 1}',
    ],
    ['CSV with the index pandas adds', ',speed,label,on\n0,1.5,a,True\n1,2.0,,False\n'],
  ])('in v1: %s', async (_case, features) => {
    const answer = await send('/algorithms/echo/predict', { features });
    expect(answer.body).toMatchObject({
      results,
      predictions: results,
      is_encrypted: false,
      evaluations: [],
    });
  });

  test.each<[string, string, unknown[]]>([
    [
      'text is text, whatever it looks like',
      ',speed,label\n0,1,007\n1,2,true\n2,3,NA\n',
      [['007', 'true', 'NA'], null, {}],
    ],
    [
      'blank lines are none',
      '\n,speed,label\n\n0,1,a\n1,2,\n\n\n2,3,"b\n\nc"\n\n',
      [['a', null, 'b\n\nc'], null, {}],
    ],
    [
      'numbers and what is missing, as pandas reads them',
      ',speed,label,on\n0,+1.,a,NaN\n1, 2e0,b,True\n2,.3e1,,NA\n',
      [['a', 'b', null], [null, true, null], {}],
    ],
  ])('CSV by the declared types: %s', async (_case, features, rest) => {
    const answer = await send('/algorithms/echo/predict', { features });
    expect(answer.body).toMatchObject({ results: { speed: [1, 2, 3], rest } });
  });

  test.each([
    ['a cell without a value', 'label\n1\n""\n3\n', ['1', null, '3']],
    ['blank lines', '\r\nlabel\r\n\r\n1\r\n\r\n""\r\n"a\r\n\r\nb"\r\n\r\n', ['1', null, 'a\r\n\r\nb']],
    ['no end', 'label\n1\n""', ['1', null]],
    ['quotes in quotes', 'label\n"a ""b""\n\n"\n""\n', ['a "b"\n\n', null]],
  ])('CSV of one column, as pandas writes and reads it: %s', async (_case, features, labels) => {
    const answer = await send('/algorithms/labels/predict', { features });
    expect(answer.body).toMatchObject({ results: { labels } });
  });

  test.each<Record<string, string>>([{ evaluate: '[]' }, { parameters: '[]' }])(
    'PHP: nothing, as it writes that: %j',
    async (fields) => {
      const answer = await send('/algorithms/echo/predict', { fields, features: '{"speed": [1]}' });
      expect(answer.body).toMatchObject({ results: { speed: [1], rest: [null, null, {}] } });
    },
  );

  test('PHP: an empty list of parameters beside the data', async () => {
    const features = '{"data": {"speed": [1]}, "parameters": []}';
    const answer = await send('/algorithms/echo/predict', { features, name: 'featuers.json' });
    expect(answer.body).toMatchObject({ results: { speed: [1], rest: [null, null, {}] } });
  });

  test('Parquet, whatever the file is called', async () => {
    const answer = await send('/algorithms/echo/predict', {
      features: parquet({ speed: [3] }),
      name: 'featuers.json',
    });
    expect(answer.body).toMatchObject({ results: { speed: [3] } });
  });

  test('PHP: parameters beside the data', async () => {
    const features = '{"data": {"speed": [1]}, "parameters": {"p": 1}}';
    const answer = await send('/algorithms/echo/predict', { features, name: 'featuers.json' });
    expect(answer.body).toMatchObject({ results: { speed: [1], rest: [null, null, { p: 1 }] } });
  });

  test.each([
    [
      'text for a number',
      '{"speed": ["x"]}',
      'Input name: `speed` must be of type `numeric`, but row 0 is a `str`!',
    ],
    ...['', 'NaN', 'nan', 'NA', 'N/A', 'NULL', 'None', '#N/A'].map((missing): [string, string, string] => [
      `a cell without a value in CSV: '${missing}'`,
      `,speed\n0,1\n1,${missing}\n`,
      'Input name: `speed` is mandatory but has no value in row 1!',
    ]),
    ...['inf', '-inf', 'Infinity', '1e999'].map((infinite): [string, string, string] => [
      `an infinite cell in CSV: ${infinite}`,
      `,speed\n0,1\n1,${infinite}\n`,
      'Input name: `speed` must be of type `numeric`, but row 1 is infinite!',
    ]),
    ...['na', '0x10', ' ', '1,5'].map((text): [string, string, string] => [
      `text in CSV: '${text}'`,
      `,speed\n0,1\n1,"${text}"\n`,
      'Input name: `speed` must be of type `numeric`, but row 1 is a `str`!',
    ]),
    ['a missing column', ',label\n0,a\n', 'Input name: `speed` is mandatory but not provided!'],
    ['a scalar', '{"speed": 1}', 'Input name: `speed` must be a list!'],
    ['lists of two lengths', '{"speed": [1], "label": []}', 'All lists must be of the same length!'],
    ['NaN in JSON', '{"speed": [NaN]}', 'Value must be valid JSON. NaN and Infinity are not.'],
    ['a list', '[1]', 'Value must be a JSON object of lists.'],
    [
      'a short line',
      'speed,label\n1,a\n2\n',
      'The file could not be read as CSV: line 3 does not fit the header.',
    ],
    ['nothing', '', 'No samples were provided!'],
  ])('refuses %s', async (_case, features, message) => {
    expect(await send('/algorithms/echo/predict', { features })).toMatchObject({
      status: 400,
      body: { status: false, errors: [`features : ${message}`] },
    });
  });

  test('v2 takes Parquet alone', async () => {
    const { username, password, aiCoreUrl } = sandbox;
    const login = await fetch(`${aiCoreUrl}/token/`, {
      method: 'POST',
      body: JSON.stringify({ username, password }),
    });
    const { access } = (await login.json()) as { access: string };
    const body = new FormData();
    body.append('features', new Blob(['{"speed": [1]}']), 'features.json');
    const headers = { authorization: `Bearer ${access}` };
    const answer = await fetch(`${aiCoreUrl}/algorithms/echo/predict`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
  });
});

describe('encryption', () => {
  const features = JSON.stringify({
    speed: Array.from({ length: 300 }, (_, row) => row),
    label: Array(300).fill('ü'),
  });

  test.each([1024, 2048, 3072, 4096])(
    'every part of a result, block by block, for a key of %i bits',
    async (bits) => {
      const keys = generateKeyPairSync('rsa', { modulusLength: bits });
      await using other = await startSandbox({
        algorithms: [echo],
        publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      });
      const fields = { encrypt: 'True', evaluate: 'True' };
      const { body } = await send('/algorithms/echo/predict', { fields, features, from: other });
      expect(body.is_encrypted).toBe(true);
      expect(decrypt(body.predictions, keys.privateKey, bits / 8)).toMatchObject({
        speed: JSON.parse(features).speed,
      });
      expect(decrypt(body.evaluations, keys.privateKey, bits / 8)).toEqual({ mae: 0.5 });
      expect(decrypt(body.monitors, keys.privateKey, bits / 8)).toEqual({});
    },
  );

  test('tasks and deliveries too, in the same words', async () => {
    await using target = await startServer((_request, response) => void response.end());
    const fields = { encrypt: 'True', callback_url: target.url };
    const { body } = await send('/algorithms/echo/predict', { fields, features });
    await sandbox.settled();
    const task = (await (await get(`/algorithms/tasks/${body.job_id}`)).json()) as Record<string, unknown>;
    expect(task).toMatchObject({ status: 'Finished', success: true, is_encrypted: true });
    expect(target.requests[0]?.json()).toMatchObject({ is_encrypted: true, results: task.predictions });
    expect(decrypt(task.predictions, privateKey, 256)).toHaveProperty('speed');
  });

  test('only if asked for, and only with a key', async () => {
    expect((await send('/algorithms/echo/predict', { features })).body.is_encrypted).toBe(false);
    await using without = await startSandbox({ algorithms: [echo] });
    const { body } = await send('/algorithms/echo/predict', {
      fields: { encrypt: 'True' },
      features,
      from: without,
    });
    expect(body).toMatchObject({ is_encrypted: false, results: { speed: expect.any(Array) } });
  });

  // Node.js, not the sandbox's own code, opens each block.
  function decrypt(sealed: unknown, key: KeyObject, size: number): unknown {
    const bytes = Buffer.from(String(sealed), 'base64');
    expect(bytes.length % size).toBe(0);
    const blocks = Array.from({ length: bytes.length / size }, (_, index) =>
      privateDecrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
        bytes.subarray(index * size, (index + 1) * size),
      ),
    );
    return JSON.parse(Buffer.concat(blocks).toString());
  }
});
