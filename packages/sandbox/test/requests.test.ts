import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defineAlgorithm, type Sandbox, startSandbox } from '../src/index.ts';
import { connect, form, parquet, type User } from './support.ts';

const every = defineAlgorithm({
  id: 'every',
  name: 'Every type',
  versions: [{ version: '1.0.0' }],
  features: {
    number: { type: 'numeric' },
    flag: { type: 'bool', mandatory: false },
    label: { type: 'str', mandatory: false },
    spectrum: { type: 'list', mandatory: false },
  },
  output: { number: { type: 'list' }, rest: { type: 'list' } },
  evaluations: { mae: { description: 'Mean absolute error' } },
  predict: ({ features, parameters, evaluate }) => ({
    results: {
      number: features.number,
      rest: [features.flag, features.label, features.spectrum, parameters, evaluate].map(
        (value) => value ?? null,
      ),
    },
  }),
});

let sandbox: Sandbox;
let user: User;
beforeAll(async () => {
  sandbox = await startSandbox({ algorithms: [every], maxUploadBytes: 1_000_000 });
  user = await connect(sandbox);
});
afterAll(() => sandbox.stop());

const path = '/algorithms/every/predict';
const run = (
  fields: Record<string, string | string[]>,
  features = parquet({ number: [1] }),
  parameters?: string | Uint8Array,
) => user.post(path, form(fields, features, parameters));

const BOUNDARY = '0123456789abcdef0123456789abcdef';
/** One part of a form, byte for byte. */
const part = (head: string, value: string | Uint8Array) =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(value as string),
    Buffer.from('\r\n'),
  ]);
const features = (columns: Record<string, unknown[]>) =>
  part('name="features"; filename="features.parquet"\r\nContent-Type: application/parquet', parquet(columns));
const sendParts = (parts: Uint8Array[], { before = '', after = '' } = {}) =>
  user.request(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([Buffer.from(before), ...parts, Buffer.from(`--${BOUNDARY}--\r\n${after}`)]),
  });

describe('takes what official clients send', () => {
  test('the Python client’s request, byte for byte', async () => {
    const text = (name: string, value: string) => part(`name="${name}"`, value);
    const answer = await sendParts([
      text('evaluate', 'True'),
      text('monitor', 'True'),
      text('callback_param', 'null'),
      features({ number: [1.5] }),
      part(
        'name="parameters"; filename="parameters.json"\r\nContent-Type: application/json',
        '{"p": 1, "q": [1.5, null], "t": true}',
      ),
    ]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        results: { number: [1.5], rest: [null, null, null, { p: 1, q: [1.5, null], t: true }, { mae: {} }] },
      },
    });
  });

  test.each([
    ['a line break', '\r\n'],
    ['half a line break', '\n'],
    ['words', 'This is a message in several parts.\r\n'],
    ['words and half a line break', 'This is a message in several parts.\n'],
    ['what looks like a boundary', `--${BOUNDARY.slice(1)}\r\n\r\n`],
  ])('a form that begins with %s, as RFC 2046 allows', async (_what, before) => {
    const answer = await sendParts([features({ number: [1.5] })], { before, after: 'The end.' });
    expect(answer).toMatchObject({ status: 200, body: { results: { number: [1.5] } } });
    const parts = [part('name="version"', 'none'), features({ number: [1.5] })];
    const errors = ['version : Version `none` does not exist!'];
    expect(await sendParts(parts, { before })).toMatchObject({ status: 400, body: { errors } });
  });

  test('PHP’s booleans, empty parts and unknown fields', async () => {
    const answer = await run({ evaluate: '1', monitor: '', version: '', callback_url: '', encrypt: '1' });
    expect(answer.status).toBe(200);
  });

  test('the last of repeated values, also if it is empty', async () => {
    expect((await run({ version: ['9', ''] })).status).toBe(200);
    expect((await run({ version: ['', '9'] })).status).toBe(400);
  });

  test.each(['True', 'true', 'on', 'yes', '1'])('evaluate=%s as true', async (evaluate) => {
    expect((await run({ evaluate })).body.results.rest.at(-1)).toEqual({ mae: {} });
  });

  test.each(['False', 'false', 'off', 'no', '0', ''])('evaluate=%s as false', async (evaluate) => {
    expect((await run({ evaluate })).body.results.rest.at(-1)).toEqual({});
  });

  test('evaluate as an object, a name, or repeated names', async () => {
    expect((await run({ evaluate: '{"mae": {"h": 0.2}}' })).body.results.rest.at(-1)).toEqual({
      mae: { h: 0.2 },
    });
    expect((await run({ evaluate: 'mae' })).body.results.rest.at(-1)).toEqual({ mae: {} });
    expect((await run({ evaluate: ['mae', 'mae'] })).body.results.rest.at(-1)).toEqual({ mae: {} });
  });

  test('files that are gzip, whatever compression says', async () => {
    const features = new Uint8Array(gzipSync(parquet({ number: [2] })));
    const answer = await run({ compression: 'gzip' }, features, new Uint8Array(gzipSync('{"p": 1}')));
    expect(answer.body.results).toMatchObject({ number: [2], rest: [null, null, null, { p: 1 }, {}] });
  });

  test('a trailing slash', async () => {
    expect((await user.post(`${path}/`, form({}, parquet({ number: [1] })))).status).toBe(200);
  });

  test('integers, nested lists, and columns nobody asked for', async () => {
    const bytes = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 4 },
        { name: 'number', type: 'INT64', repetition_type: 'OPTIONAL' },
        { name: 'flag', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
        { name: 'spectrum', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: '__index_level_0__', type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: 'number', data: [1n, 2n] },
        { name: 'flag', data: [true, null] },
        { name: 'spectrum', data: [[1.5, 2.5], []] },
        { name: '__index_level_0__', data: [0n, 1n] },
      ],
    });
    const { body } = await run({}, new Uint8Array(bytes));
    expect(body.results).toEqual({
      number: [1, 2],
      rest: [[true, null], null, [[1.5, 2.5], []], {}, {}],
    });
  });
});

describe('refuses with 400 and says why', () => {
  const number = { number: [1] };
  test.each<
    [string, Record<string, string | string[]>, Uint8Array | undefined, string | undefined, string[]]
  >([
    [
      'a missing column',
      {},
      parquet({ other: [1] }),
      undefined,
      ['features : Input name: `number` is mandatory but not provided!'],
    ],
    ['no features', {}, undefined, undefined, ['features : No file was submitted.']],
    ['no rows', {}, parquet({ number: [] }), undefined, ['features : No samples were provided!']],
    [
      'text for numbers',
      {},
      parquet({ number: ['a'] }, 'STRING'),
      undefined,
      ['features : Input name: `number` must be of type `numeric`, but row 0 is a `str`!'],
    ],
    [
      'booleans for numbers',
      {},
      parquet({ number: [true] }, 'BOOLEAN'),
      undefined,
      ['features : Input name: `number` must be of type `numeric`, but row 0 is a `bool`!'],
    ],
    [
      'dates for numbers',
      {},
      parquet({ number: [new Date(0)] }, 'TIMESTAMP'),
      undefined,
      ['features : Input name: `number` must be of type `numeric`, but row 0 is a date!'],
    ],
    [
      'infinity',
      {},
      parquet({ number: [1, Number.POSITIVE_INFINITY] }),
      undefined,
      ['features : Input name: `number` must be of type `numeric`, but row 1 is infinite!'],
    ],
    [
      'a null',
      {},
      parquet({ number: [1, null, 3] }),
      undefined,
      ['features : Input name: `number` is mandatory but has no value in row 1!'],
    ],
    [
      'several NaN',
      {},
      parquet({ number: [1, Number.NaN, Number.NaN] }),
      undefined,
      ['features : Input name: `number` is mandatory but has no value in row 1 and 1 more!'],
    ],
    [
      'every fault at once',
      { monitor: 'maybe', version: '9' },
      parquet({ flag: [1], label: [2] }),
      undefined,
      [
        'monitor : Must be a valid boolean.',
        'version : Version `9` does not exist!',
        'features : Input name: `number` is mandatory but not provided!',
        'features : Input name: `flag` must be of type `bool`, but row 0 is a `numeric`!',
        'features : Input name: `label` must be of type `str`, but row 0 is a `numeric`!',
      ],
    ],
    [
      'an unknown evaluation',
      { evaluate: '{"rmse": {}}' },
      parquet(number),
      undefined,
      ['evaluate : Evaluation `rmse` does not exist! There is: mae.'],
    ],
    [
      'NaN in evaluate',
      { evaluate: '{"mae": {"h": NaN}}' },
      parquet(number),
      undefined,
      ['evaluate : Value must be valid JSON. NaN and Infinity are not.'],
    ],
    [
      'NaN in parameters',
      {},
      parquet(number),
      '{"p": NaN}',
      ['parameters : Value must be valid JSON. NaN and Infinity are not.'],
    ],
    ['a list of parameters', {}, parquet(number), '[1]', ['parameters : Value must be a JSON object.']],
    [
      'NaN in callback_param',
      { callback_param: '{"k": NaN}' },
      parquet(number),
      undefined,
      ['callback_param : Value must be valid JSON. NaN and Infinity are not.'],
    ],
    [
      'a callback_param that is too deep to be written again',
      { callback_param: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
      parquet(number),
      undefined,
      ['callback_param : Value must be nested no deeper than 1000 levels.'],
    ],
    [
      'a number as callback_param',
      { callback_param: '7' },
      parquet(number),
      undefined,
      ['callback_param : Value must be null, an object, or a list with one object per URL.'],
    ],
    [
      'too short a list',
      { callback_url: 'http://127.0.0.1:9/a|http://127.0.0.1:9/b', callback_param: '[{}]' },
      parquet(number),
      undefined,
      ['callback_param : The list must have one object per URL, but has 1 for 2 URLs.'],
    ],
    [
      'a list of numbers',
      { callback_url: 'http://127.0.0.1:9/a', callback_param: '[1]' },
      parquet(number),
      undefined,
      ['callback_param : Every entry of the list must be an object or null.'],
    ],
    [
      's3_fields that are no texts',
      { callback_url: 'http://127.0.0.1:9/a', callback_param: '{"s3_fields": {"a": 1}}' },
      parquet(number),
      undefined,
      ['callback_param : `s3_fields` must be an object of strings.'],
    ],
    [
      'a callback that is no URL',
      { callback_url: 'Array' },
      parquet(number),
      undefined,
      ['callback_url : Enter a valid URL.'],
    ],
    [
      'a callback to a file',
      { callback_url: 'file:///etc/passwd' },
      parquet(number),
      undefined,
      ['callback_url : Enter a valid URL.'],
    ],
  ])('%s', async (_case, fields, features, parameters, errors) => {
    const answer = await user.post(path, form(fields, features, parameters));
    expect(answer).toMatchObject({ status: 400, body: { status: false, errors } });
  });

  test('features that are no file, and texts that are not UTF-8', async () => {
    const bytes = new Uint8Array([0x7b, 0xe9, 0x7d]);
    const answer = await sendParts([
      part('name="callback_param"', bytes),
      part('name="features"', bytes),
      part('name="parameters"', bytes),
    ]);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          'callback_param : Value must be text in UTF-8.',
          'features : The submitted data was not a file. Check the encoding type on the form.',
          'parameters : Value must be text in UTF-8.',
        ],
      },
    });
  });

  test('parameters that the algorithm’s schema refuses', async () => {
    const features = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
    const { body } = await user.post(
      '/algorithms/damage-forecast/predict',
      form({}, features, '{"horizon": -1, "steps": 1.5, "confidence": 1}'),
    );
    expect(body.errors).toEqual([
      'parameters : Input name: `horizon` must be greater than 0',
      'parameters : Input name: `steps` must be a whole number',
      'parameters : Input name: `confidence` must be less than 1',
    ]);
  });

  test.each(['1e10', '1e308', '1e999'])(
    'a horizon of %s km, which no vehicle lives to see',
    async (horizon) => {
      const features = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
      const { body } = await user.post(
        '/algorithms/damage-forecast/predict',
        form({}, features, `{"horizon": ${horizon}}`),
      );
      expect(body.errors).toEqual(['parameters : Input name: `horizon` must be at most 1000000000']);
    },
  );

  const good = parquet({ number: Array.from({ length: 100 }, (_, index) => index) });
  test.each([
    ['empty', new Uint8Array()],
    ['text', new TextEncoder().encode('number\n1\n')],
    ['truncated', good.slice(0, good.length - 20)],
    ['with its middle zeroed', good.map((byte, at) => (at > 8 && at < good.length - 12 ? 0 : byte))],
    ['with a footer longer than the file', good.with(good.length - 5, 0x7f)],
    ['broken gzip', new Uint8Array(gzipSync(good).subarray(0, 40))],
  ])('Parquet that is %s', async (_case, features) => {
    const answer = await user.post(path, form({}, features));
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatch(
      /^features : The file (could not be read as Parquet|looks like gzip)/,
    );
  });
});

describe('other refusals', () => {
  test('413 for what is too large, also when it unpacks to that', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(2_000_000)));
    expect(bomb.length).toBeLessThan(10_000);
    expect((await user.post(path, form({}, bomb))).status).toBe(413);
    const answer = await user.post(path, form({}, new Uint8Array(2_000_000)));
    expect(answer).toMatchObject({ status: 413, body: { status: false, error: expect.any(String) } });
  });

  test('413 for a body of unannounced length', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(sandbox.aiCoreUrl + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${user.tokens.access}`,
          'content-type': 'multipart/form-data; boundary=abc',
          'transfer-encoding': 'chunked',
        },
      });
      sent.on('response', ({ statusCode }) => {
        resolve(statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('--abc\r\nContent-Disposition: form-data; name="features"; filename="f"\r\n\r\n');
      sent.write(new Uint8Array(1_100_000));
    });
    expect(status).toBe(413);
  });

  test('415 for JSON, 400 for a broken form', async () => {
    const send = (type: string, body: string) =>
      user.request(path, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await send('application/json', '{}')).status).toBe(415);
    expect((await send('multipart/form-data', 'x')).status).toBe(400);
    expect(await send('multipart/form-data; boundary=abc', '--abc\r\nbroken')).toMatchObject({
      status: 400,
      body: { errors: [expect.stringMatching(/^body : Multipart form parse error/)] },
    });
  });

  test('400 for a form whose boundary is another than it says', async () => {
    const answer = await user.request(path, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=another' },
      body: Buffer.concat([features({ number: [1] }), Buffer.from(`--${BOUNDARY}--\r\n`)]),
    });
    const errors = [expect.stringMatching(/^body : Multipart form parse error/)];
    expect(answer).toMatchObject({ status: 400, body: { errors } });
  });

  test('400 for a name that is not UTF-8', async () => {
    const head = 'Content-Disposition: form-data; name="features"; filename="Größe.parquet"';
    const body = Buffer.from(`--b\r\n${head}\r\n\r\nx\r\n--b--\r\n`, 'latin1');
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(await user.request(path, { method: 'POST', headers, body })).toMatchObject({
      status: 400,
      body: { errors: ['body : Multipart form parse error - A header is not in UTF-8.'] },
    });
  });

  test('401 before the body is read', async () => {
    const answer = await user.call(path, { method: 'POST', body: form({}, parquet({ number: [1] })) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('404 for an unknown algorithm', async () => {
    expect((await user.post('/algorithms/nothing/predict', form({}))).status).toBe(404);
    expect((await user.post('/algorithms/nothing/fit', form({}))).status).toBe(404);
  });
});
