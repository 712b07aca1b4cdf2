import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import type { RunOptions } from './run-options.ts';

const features = { speed: [1, 2.5], name: ['a', null] };
const queued = () => startAiCore((_request, response) => json(response, { job_id: 'j-1' }));

/** The parts of a multipart body, as the bytes stand. */
function partsOf(body: Buffer, contentType: string | undefined) {
  const boundary = /^multipart\/form-data; ?boundary="?([^";]+)"?$/.exec(contentType ?? '')?.[1];
  if (!boundary) throw new Error(`No multipart form: ${contentType}`);
  const parts = body.toString('latin1').split(`--${boundary}`);
  expect(parts.shift()).toBe('');
  expect(parts.pop()).toMatch(/^--(\r\n)?$/);
  return parts.map((part) => {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(2, end).split('\r\n');
    return { head, content: Buffer.from(part.slice(end + 4, -2), 'latin1') };
  });
}

async function sent(options: Partial<RunOptions>) {
  await using aiCore = await queued();
  await aiCore.client.runAlgorithm('a', { features, ...options });
  const [request] = aiCore.server.requests;
  if (!request) throw new Error('Nothing was sent.');
  return { request, parts: partsOf(request.body, request.headers['content-type']) };
}

const text = ({ head, content }: { head: string[]; content: Buffer }) => [...head, content.toString()];

describe('runAlgorithm sends', () => {
  test('the defaults of the official client, and nothing else', async () => {
    const { request, parts } = await sent({});
    expect([request.method, request.path]).toEqual(['POST', '/api/v2/algorithms/a/predict']);
    expect(request.headers).toMatchObject({ authorization: 'Bearer access-1', accept: 'application/json' });
    expect(Number(request.headers['content-length'])).toBe(request.body.length);
    expect(parts.slice(0, 3).map(text)).toEqual([
      ['Content-Disposition: form-data; name="evaluate"', 'True'],
      ['Content-Disposition: form-data; name="monitor"', 'True'],
      ['Content-Disposition: form-data; name="callback_param"', 'null'],
    ]);
    expect(parts[3]?.head).toEqual([
      'Content-Disposition: form-data; name="features"; filename="features.parquet"',
      'Content-Type: application/parquet',
    ]);
    expect(parts).toHaveLength(4);
    const file = new Uint8Array(parts[3]?.content ?? []).buffer;
    expect(await parquetReadObjects({ file })).toEqual([
      { speed: 1, name: 'a' },
      { speed: 2.5, name: null },
    ]);
  });

  test('every option in its place', async () => {
    const { parts } = await sent({
      evaluate: { m: { h: 0.2, N: 100000 } },
      monitor: false,
      callbacks: [{ url: 'https://a/x', param: { k: 1, n: null, b: true, u: 'é' } }, 'https://b/y'],
      compression: 'gzip',
      version: '1.0.0',
      parameters: { p: 1, q: [1.5, null], t: true },
    });
    expect(parts.slice(0, 6).map(text)).toEqual([
      ['Content-Disposition: form-data; name="evaluate"', '{"m":{"h":0.2,"N":100000}}'],
      ['Content-Disposition: form-data; name="monitor"', 'False'],
      ['Content-Disposition: form-data; name="callback_url"', 'https://a/x|https://b/y'],
      ['Content-Disposition: form-data; name="callback_param"', '[{"k":1,"n":null,"b":true,"u":"é"},{}]'],
      ['Content-Disposition: form-data; name="compression"', 'gzip'],
      ['Content-Disposition: form-data; name="version"', '1.0.0'],
    ]);
    expect(parts[6]?.head[0]).toContain('name="features"');
    expect(parts[7]?.head).toEqual([
      'Content-Disposition: form-data; name="parameters"; filename="parameters.json"',
      'Content-Type: application/json',
    ]);
    expect(JSON.parse(gunzipSync(parts[7]?.content ?? '').toString())).toEqual({
      p: 1,
      q: [1.5, null],
      t: true,
    });
    expect(parts).toHaveLength(8);
  });

  test('plain parameters without compression, none when they are empty', async () => {
    expect((await sent({ parameters: { p: 1 } })).parts.at(-1)?.content.toString()).toBe('{"p":1}');
    expect((await sent({ parameters: {} })).parts).toHaveLength(4);
  });

  test('false as False', async () => {
    const { parts } = await sent({ evaluate: false, monitor: false });
    expect(parts.slice(0, 2).map(({ content }) => content.toString())).toEqual(['False', 'False']);
  });

  test('the fields of a presigned POST, unchanged', async () => {
    const fields = { key: 'results/a.json', policy: 'eyJ+/==', signature: 's', 'x-amz-meta-ä': 'é "|\\' };
    const { parts } = await sent({ callbacks: { url: 'https://s3/', fields, param: { trip: 7 } } });
    expect(JSON.parse(parts[3]?.content.toString() ?? '')).toEqual({ trip: 7, s3_fields: fields });
  });

  test('an id that is no path, encoded', async () => {
    await using aiCore = await queued();
    await aiCore.client.runAlgorithm('graph a?é#%2e', { features });
    expect(aiCore.server.requests[0]?.path).toBe('/api/v2/algorithms/graph%20a%3F%C3%A9%23%252e/predict');
  });
});

describe('features held against what the algorithm asks for', () => {
  const children = [{ input_name: 'speed', type: 'list', mandatory: true, children: [] }];
  const format = [{ input_name: 'data', type: 'dict', mandatory: true, children }];
  const wrong = { features: { sped: [1] }, checkFeatures: true };
  const versions = [
    { version: '1.9.0', features_format: [] },
    { version: '1.10.0', features_format: format },
  ];
  const start = () =>
    startAiCore(({ method, path }, response) =>
      json(
        response,
        method === 'POST' ? { job_id: 'j-1' } : path.endsWith('/1.10.0') ? versions[1] : versions,
      ),
    );

  test('that is given: nothing is asked for, nothing is sent', async () => {
    await using aiCore = await start();
    const error = await rejection(aiCore.client.runAlgorithm('a', { ...wrong, checkFeatures: format }));
    expect(error).toMatchObject({
      name: 'FeaturesError',
      problems: [{ column: 'speed' }, { column: 'sped' }],
    });
    expect(aiCore.server.requests).toHaveLength(0);
  });

  test('that is asked for: that of the latest version, once', async () => {
    await using aiCore = await start();
    for (const speed of [1, 2]) {
      await aiCore.client.runAlgorithm('a', { features: [{ speed }], checkFeatures: true });
    }
    expect(aiCore.server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v2/algorithms/a/versions',
      'POST /api/v2/algorithms/a/predict',
      'POST /api/v2/algorithms/a/predict',
    ]);
  });

  test('is asked for again before features are refused', async () => {
    await using aiCore = await start();
    await aiCore.client.runAlgorithm('a', {
      features: [{ speed: 1 }],
      version: '1.10.0',
      checkFeatures: true,
    });
    expect(await rejection(aiCore.client.trainAlgorithm('a', { ...wrong, version: '1.10.0' }))).toMatchObject(
      {
        code: 'MissingColumn',
      },
    );
    children[0] = { input_name: 'sped', type: 'list', mandatory: true, children: [] };
    await aiCore.client.trainAlgorithm('a', { ...wrong, version: '1.10.0' });
    expect(aiCore.server.requests.map(({ path }) => path.split('/').slice(-2).join('/'))).toEqual([
      'versions/1.10.0',
      'a/predict',
      'versions/1.10.0',
      'versions/1.10.0',
      'a/fit',
    ]);
  });

  test('an algorithm that is not there says so', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { error: 'no' }, 404));
    expect(await rejection(aiCore.client.runAlgorithm('a', wrong))).toMatchObject({ code: 'NotFound' });
  });
});

describe('runAlgorithm answers', () => {
  const answer = async (body: unknown, status = 200) => {
    await using aiCore = await startAiCore((_request, response) => json(response, body, status));
    return await aiCore.client.runAlgorithm('a', { features });
  };

  test.each([200, 201, 202])('a task where there is a job_id, whatever the status: %i', async (status) => {
    expect(await answer({ job_id: 'j' }, status)).toEqual({
      kind: 'task',
      task: { job_id: 'j', status: 'Pending', callback_param: null },
    });
  });

  test('a task without what could have been echoed of the callbacks: it is for storing', async () => {
    const echo = {
      callback_url: 'https://b/?X-Amz-Signature=SECRET',
      callback_param: { s3_fields: 'SECRET' },
    };
    const run = await answer({ job_id: 'j', queue: 'fast', ...echo });
    expect(run).toEqual({
      kind: 'task',
      task: { job_id: 'j', status: 'Pending', callback_param: null, queue: 'fast' },
    });
    expect(JSON.parse(JSON.stringify(run))).toEqual(run);
  });

  test('a result where there is none', async () => {
    const result = { results: { load: [0.9] }, evaluations: [], is_encrypted: false };
    expect(await answer(result)).toEqual({ kind: 'result', result });
    expect(await answer({ predictions: [1], error: 'False' })).toMatchObject({ result: { results: [1] } });
  });

  test.each([
    [{}, 'results'],
    [{ job_id: null }, 'job_id'],
    [{ job_id: 7 }, 'job_id'],
    [[], 'results'],
    [null, ''],
  ])('an error for %j that says where', async (body, path) => {
    const error = await rejection(answer(body));
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', status: 200 });
    expect(error).toHaveProperty('issues.0.path', path);
  });
});

describe('nothing is sent for', () => {
  test.each<[string, Partial<RunOptions> & { id?: string }, string]>([
    ['bad features', { features: { a: [1, 'x'] } }, 'MixedTypes'],
    ['a bad callback', { callbacks: 'ftp://x/' }, 'UnsupportedProtocol'],
    ['parameters that are a list', { parameters: [1] as never }, 'InvalidArgument'],
    ['parameters that are null', { parameters: null as never }, 'InvalidArgument'],
    ['parameters that are a function', { parameters: () => 1 }, 'InvalidArgument'],
    ['parameters that are a Date', { parameters: new Date() }, 'InvalidArgument'],
    ['NaN in parameters', { parameters: { p: Number.NaN } }, 'InvalidArgument'],
    ['NaN in evaluate', { evaluate: { m: { h: Number.NaN } } }, 'InvalidArgument'],
    ['monitor as text', { monitor: 'False' as never }, 'InvalidArgument'],
    ['monitor that is null', { monitor: null as never }, 'InvalidArgument'],
    ['evaluate as text', { evaluate: 'False' as never }, 'InvalidArgument'],
    ['evaluate that is null', { evaluate: null as never }, 'InvalidArgument'],
    ['an empty version', { version: '' }, 'InvalidArgument'],
    ['an empty compression', { compression: '' }, 'InvalidArgument'],
    ['parameters in another compression', { parameters: { p: 1 }, compression: 'snappy' }, 'InvalidArgument'],
    ['an empty id', { id: '' }, 'InvalidArgument'],
    ['an id with a slash', { id: 'a/b' }, 'InvalidArgument'],
    ['an id that leads up', { id: '..' }, 'InvalidArgument'],
    ['an aborted signal', { signal: AbortSignal.abort() }, 'Aborted'],
  ])('%s', async (_name, { id = 'a', ...options }, code) => {
    await using aiCore = await queued();
    expect(await rejection(aiCore.client.runAlgorithm(id, { features, ...options }))).toMatchObject({ code });
    expect(aiCore.server.requests).toHaveLength(0);
  });
});

describe('trainAlgorithm', () => {
  test('sends every option in its place, and answers a task', async () => {
    await using aiCore = await queued();
    const task = await aiCore.client.trainAlgorithm('a', {
      features,
      exportNewVersion: true,
      compression: 'gzip',
      version: '1.0.0',
      monitor: false,
      parameters: { p: 1 },
    });
    expect(task).toEqual({ job_id: 'j-1', status: 'Pending', callback_param: null });
    const [request] = aiCore.server.requests;
    expect(request?.path).toBe('/api/v2/algorithms/a/fit');
    const names = partsOf(request?.body ?? Buffer.of(), request?.headers['content-type']).map(
      ({ head, content }) => [
        /name="([^"]+)"/.exec(head[0] ?? '')?.[1],
        head.length === 1 ? content.toString() : 'file',
      ],
    );
    expect(names).toEqual([
      ['export_new_version', 'True'],
      ['compression', 'gzip'],
      ['version', '1.0.0'],
      ['monitor', 'False'],
      ['features', 'file'],
      ['parameters', 'file'],
    ]);
  });

  test('sends monitor and features by default', async () => {
    await using aiCore = await queued();
    await aiCore.client.trainAlgorithm('a', { features });
    const form = await aiCore.server.requests[0]?.form();
    expect([...(form?.keys() ?? [])]).toEqual(['monitor', 'features']);
    expect(form?.get('monitor')).toBe('True');
  });

  test('a train without job_id is unexpected', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { results: {} }));
    expect(await rejection(aiCore.client.trainAlgorithm('a', { features }))).toMatchObject({
      code: 'UnexpectedResponse',
      issues: [{ path: 'job_id' }],
    });
  });
});

describe('a run is never sent twice', () => {
  test.each([429, 500, 502, 503, 504])('after %i', async (status) => {
    await using aiCore = await startAiCore((_request, response) =>
      json(response, {}, status, { 'retry-after': '0' }),
    );
    expect(await rejection(aiCore.client.runAlgorithm('a', { features }))).toMatchObject({ status });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('after a lost connection, with the body sent', async () => {
    await using aiCore = await startAiCore((_request, response) => {
      response.socket?.destroy();
    });
    expect(await rejection(aiCore.client.trainAlgorithm('a', { features }))).toMatchObject({
      code: 'NetworkFailed',
    });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('after a timeout', async () => {
    await using aiCore = await startAiCore(() => {});
    const error = await rejection(aiCore.client.runAlgorithm('a', { features, timeout: 50 }));
    expect(error).toMatchObject({ code: 'TimedOut' });
    expect(error).not.toHaveProperty('status');
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])('after a redirect: %i', async (status) => {
    await using aiCore = await startAiCore((request, response) => {
      response.writeHead(status, { location: `${request.path}/` }).end();
    });
    expect(await rejection(aiCore.client.runAlgorithm('a', { features }))).toMatchObject({
      code: 'UnexpectedResponse',
      status,
    });
    expect(aiCore.server.requests).toHaveLength(1);
  });
});
