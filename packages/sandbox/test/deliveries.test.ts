import { inspect } from 'node:util';
import { createPresigner } from '@x/s3-presign';
import { startServer } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { defineAlgorithm, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const features = parquet({ distance: [0, 10, 20], damage: [0, 0.25, 0.5] });
const path = '/algorithms/damage-forecast/predict';
const at = new Date('2030-01-01T00:00:00Z');

const ok = () =>
  startServer((_request, response) => {
    response.writeHead(200).end();
  });

test('PUTs the JSON file to a presigned URL', async () => {
  await using target = await ok();
  await using sandbox = await startSandbox({ now: () => at });
  const { finish } = await connect(sandbox);
  const task = await finish(
    path,
    form(
      { callback_url: `${target.url}/b/run%201.json?X-Amz-Signature=s3cret`, callback_param: '{"trip": 7}' },
      features,
    ),
  );
  const [request] = target.requests;
  expect(request).toMatchObject({ method: 'PUT', path: '/b/run%201.json?X-Amz-Signature=s3cret' });
  expect(request?.headers['content-type']).toBe('application/json');
  expect(request?.json()).toEqual({
    job_id: task.body.job_id,
    status: 'Finished',
    callback_param: { trip: 7 },
    success: true,
    results: task.body.results,
  });
  expect(sandbox.deliveries).toEqual([
    {
      jobId: task.body.job_id,
      kind: 's3-put',
      method: 'PUT',
      target: `${target.url}/b/run%201.json`,
      ok: true,
      status: 200,
      startedAt: at,
      finishedAt: at,
    },
  ]);
});

test('POSTs a form to a presigned POST: its fields in order, then the file; the fields are never shown again', async () => {
  await using target = await startServer(
    (_request, response) => void response.writeHead(303, { location: '/x' }).end(),
  );
  await using sandbox = await startSandbox();
  const { finish } = await connect(sandbox);
  const fields = {
    key: 'results/run.json',
    policy: 's3cret-policy',
    'x-amz-signature': 's3cret',
    acl: 'private',
  };
  const { body: task } = await finish(
    path,
    form(
      { callback_url: target.url, callback_param: JSON.stringify({ s3_fields: fields, trip: 7 }) },
      features,
    ),
  );
  expect(target.requests).toHaveLength(1);
  const sent = [...((await target.requests[0]?.form()) ?? [])];
  expect(sent.map(([name]) => name)).toEqual([...Object.keys(fields), 'file']);
  expect(Object.fromEntries(sent.slice(0, -1))).toEqual(fields);
  const file = sent.at(-1)?.[1] as File;
  expect([file.name, file.type]).toEqual([`${task.job_id}.json`, 'application/json']);
  const text = await file.text();
  expect(JSON.parse(text).callback_param).toEqual({ trip: 7 });
  expect(task.callback_param).toEqual({ trip: 7 });
  expect(sandbox.deliveries).toMatchObject([{ kind: 's3-post', ok: true, status: 303 }]);
  expect(JSON.stringify(task) + text + inspect(sandbox.deliveries)).not.toContain('s3cret');
});

test('PUTs a block blob to Azure and POSTs JSON to a plain endpoint', async () => {
  await using target = await ok();
  await using sandbox = await startSandbox();
  const { post } = await connect(sandbox);
  const [blob, endpoint] = [`${target.url}/c/b.json?sv=1&sr=c&sig=s3cret`, `${target.url}/hook?token=s3cret`];
  await post(path, form({ callback_url: `${blob}|${endpoint}` }, features));
  await sandbox.settled();
  const [put, posted] = [...target.requests].sort((a, b) => b.method.localeCompare(a.method));
  expect([put?.method, put?.path, put?.headers['x-ms-blob-type']]).toEqual([
    'PUT',
    '/c/b.json?sv=1&sr=c&sig=s3cret',
    'BlockBlob',
  ]);
  expect([posted?.method, posted?.path, posted?.headers['content-type']]).toEqual([
    'POST',
    '/hook?token=s3cret',
    'application/json',
  ]);
  expect(posted?.json()).toMatchObject({ callback_param: null, success: true });
});

test('sends user and password of a URL as Basic authentication, and keeps them out of the log', async () => {
  await using target = await ok();
  await using sandbox = await startSandbox();
  const { post } = await connect(sandbox);
  await post(path, form({ callback_url: target.url.replace('//', '//ada:s3cret@') }, features));
  await sandbox.settled();
  expect(target.requests[0]?.headers.authorization).toBe(`Basic ${btoa('ada:s3cret')}`);
  expect(inspect(sandbox.deliveries)).not.toContain('s3cret');
});

test('several targets: each with its own param, none stopped by another', async () => {
  await using target = await ok();
  const gone = await ok();
  await gone.close();
  await using refusing = await startServer((_request, response) => {
    response
      .writeHead(403, { 'content-type': 'application/xml' })
      .end(
        '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>a &lt; b &amp; c</Message>' +
          '<SignatureProvided>s3cret</SignatureProvided></Error>',
      );
  });
  await using sandbox = await startSandbox();
  const { finish } = await connect(sandbox);
  const urls = [
    `${gone.url}/1?X-Amz-Signature=s3cret`,
    `${refusing.url}/2?X-Amz-Signature=s3cret`,
    target.url,
  ];
  const params = [null, { n: 2, s3_fields: { policy: 's3cret' } }, { n: 3 }];
  const { body: task } = await finish(
    path,
    form({ callback_url: urls.slice(0, 2).join('|'), callback_param: '[null, {}]' }, features),
  );
  expect(task.callback_param).toEqual([null, {}]);
  const second = await finish(
    path,
    form({ callback_url: urls.join('|'), callback_param: JSON.stringify(params) }, features),
  );
  expect(second.body).toMatchObject({ success: true, callback_param: [null, { n: 2 }, { n: 3 }] });
  expect(target.requests[0]?.json()).toMatchObject({ callback_param: { n: 3 } });
  const log = sandbox.deliveries.filter(({ jobId }) => jobId === second.body.job_id);
  expect(log).toHaveLength(3);
  const to = (url: string) => log.find((delivery) => delivery.target.startsWith(url));
  expect(to(gone.url)).toMatchObject({ ok: false, error: { code: 'ECONNREFUSED' } });
  expect(to(gone.url)).not.toHaveProperty('status');
  expect(to(refusing.url)).toMatchObject({
    ok: false,
    kind: 's3-post',
    status: 403,
    error: { code: 'SignatureDoesNotMatch', message: 'a < b & c' },
  });
  expect(to(target.url)).toMatchObject({ ok: true, kind: 'endpoint' });
  expect(inspect(sandbox.deliveries) + JSON.stringify(sandbox.deliveries)).not.toContain('s3cret');
});

test.each([
  ['of a presigned URL', 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=s3cret'],
  ['of a shared access signature', 'sv=2030-01-01&sig=s3cret%3D'],
])('a query %s whose question mark was escaped is not kept', async (_what, query) => {
  await using target = await ok();
  await using sandbox = await startSandbox();
  const { finish } = await connect(sandbox);
  await finish(path, form({ callback_url: `${target.url}/a.json%3F${query}` }, features));
  expect(sandbox.deliveries[0]?.target).toMatch(/\/a\.json.*\?\[redacted\]$/);
  const page = await (await fetch(sandbox.statusUrl)).text();
  expect(page + JSON.stringify(sandbox.deliveries)).not.toContain('s3cret');
});

describe('what a target says is kept without what opens it', () => {
  const refuse = (code: string, message: string) =>
    startServer((_request, response) => {
      const body = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
      response.writeHead(403, `no ${message}`, { 'content-type': 'application/xml' }).end(body);
    });
  const signed = '?X-Amz-Credential=AKIDEXAMPLE%2F20300101&X-Amz-Signature=s3cret%2bs3cret';
  const fields = { key: 'a.json', 'x-amz-security-token': 's3cret-token', policy: 's3cret-policy' };

  test.each<[string, string, object, string, string, object]>([
    [
      'a plain endpoint: nothing',
      '?sig=s3cret',
      {},
      'Mine',
      's3cret',
      { code: 'Http403', message: 'Forbidden' },
    ],
    [
      'S3, of a URL: all but its secrets, in whichever way they are written',
      signed,
      {},
      'AccessDenied',
      'PutObject by AKIDEXAMPLE/20300101, s3cret+s3cret, s3cret%2Bs3cret, s3cret%2bs3cret',
      { code: 'AccessDenied', message: 'PutObject by [redacted], [redacted], [redacted], [redacted]' },
    ],
    [
      'S3, of a form: all but its secret fields',
      '',
      { s3_fields: fields },
      'InvalidPolicyDocument',
      'a.json s3cret-policy s3cret-token',
      { code: 'InvalidPolicyDocument', message: 'a.json [redacted] [redacted]' },
    ],
    [
      'S3, of a form: what its key and its type should be, however long',
      '',
      {
        s3_fields: {
          ...fields,
          key: 'results/2030/a-long-key.json',
          'Content-Type': 'application/vnd.a+json',
        },
      },
      'AccessDenied',
      'Policy Condition failed: ["eq", "$key", "results/2030/a-long-key.json"] application/vnd.a+json s3cret-token',
      {
        message:
          'Policy Condition failed: ["eq", "$key", "results/2030/a-long-key.json"] application/vnd.a+json [redacted]',
      },
    ],
    [
      'a long value, whatever its name',
      `${signed}&of-the-cdn=s3cret-of-the-cdn-0123456789`,
      {},
      'AccessDenied',
      's3cret-of-the-cdn-0123456789',
      { message: '[redacted]' },
    ],
    ['a code that is none', signed, {}, 's3cret+s3cret', 'No.', { code: 'Http403', message: 'No.' }],
    [
      'a condition: not the secret that the policy demands',
      '',
      { s3_fields: fields },
      'AccessDenied',
      'Policy Condition failed: ["eq", "$x-amz-security-token", "s3cret-other"]',
      { code: 'AccessDenied', message: 'About the secret x-amz-security-token.' },
    ],
  ])('%s', async (_case, query, param, code, message, error) => {
    await using target = await refuse(code, message);
    await using sandbox = await startSandbox();
    const { finish } = await connect(sandbox);
    const callback_param = JSON.stringify(param);
    await finish(path, form({ callback_url: `${target.url}/a.json${query}`, callback_param }, features));
    expect(sandbox.deliveries).toMatchObject([{ ok: false, status: 403, error }]);
    expect(JSON.stringify(sandbox.deliveries)).not.toContain('s3cret');
  });

  test('the sandbox’s own S3 included', async () => {
    await using sandbox = await startSandbox();
    const { bucket, region, credentials, s3Url: endpoint } = sandbox;
    const customerKey = 'x-amz-server-side-encryption-customer-key';
    const presigner = createPresigner({ bucket, region, credentials, endpoint });
    const post = await presigner.post('a.json', {
      conditions: [['eq', `$${customerKey}`, 's3cret-demanded']],
    });
    const { finish } = await connect(sandbox);
    const s3_fields = { ...post.fields, [customerKey]: 's3cret-sent' };
    await finish(
      path,
      form({ callback_url: post.url, callback_param: JSON.stringify({ s3_fields }) }, features),
    );
    const message = `About the secret ${customerKey}.`;
    expect(sandbox.deliveries).toMatchObject([{ status: 403, error: { message } }]);
    expect(sandbox.s3Requests).toMatchObject([{ status: 403, error: { message } }]);
    const page = await (await fetch(sandbox.statusUrl)).text();
    expect(page + JSON.stringify([sandbox.deliveries, sandbox.s3Requests])).not.toContain('s3cret');
  });

  test('the sandbox’s own S3, which quotes a form that was sent as the name of one of its fields', async () => {
    await using sandbox = await startSandbox();
    const { bucket, region, credentials, s3Url: endpoint } = sandbox;
    const { url, fields } = await createPresigner({ bucket, region, credentials, endpoint }).post('a.json');
    const { finish } = await connect(sandbox);
    const s3_fields = { ...fields, [new URLSearchParams({ ...fields }).toString()]: '' };
    await finish(path, form({ callback_url: url, callback_param: JSON.stringify({ s3_fields }) }, features));
    const error = { code: 'AccessDenied', message: expect.stringMatching(/Extra input .*\[redacted\]$/) };
    expect(sandbox.deliveries).toMatchObject([{ status: 403, error }]);
    const page = await (await fetch(sandbox.statusUrl)).text();
    const shown = page + JSON.stringify([sandbox.deliveries, sandbox.s3Requests]);
    expect(shown).not.toMatch(/[0-9a-f]{64}|eyJleHBp/i);
  });
});

test('repeated callback_url parts are several targets', async () => {
  await using target = await ok();
  await using sandbox = await startSandbox();
  const { post } = await connect(sandbox);
  await post(path, form({ callback_url: [`${target.url}/a`, `${target.url}/b`] }, features));
  await sandbox.settled();
  expect(target.requests.map((request) => request.path).sort()).toEqual(['/a', '/b']);
});

test('delivers a failure too, and evaluations inside the results', async () => {
  await using target = await ok();
  const evaluated = defineAlgorithm({
    id: 'evaluated',
    name: 'Evaluated',
    versions: [{ version: '1.0.0' }],
    features: { x: { type: 'numeric' } },
    output: { y: { type: 'list' } },
    evaluations: { mae: { description: 'error' } },
    predict: () => ({ results: { y: [1] }, evaluations: { mae: 0.5 } }),
  });
  await using sandbox = await startSandbox({ algorithms: [evaluated] });
  const { finish } = await connect(sandbox);
  const callback_url = target.url;
  await finish(
    '/algorithms/evaluated/predict',
    form({ callback_url, evaluate: 'True' }, parquet({ x: [1] })),
  );
  expect(target.requests[0]?.json()).toMatchObject({ results: { y: [1], evaluations: { mae: 0.5 } } });
  const failed = await finish(path, form({ callback_url }, parquet({ distance: [1], damage: [0] })));
  expect(failed.body).toMatchObject({ status: 'Finished', success: false });
  expect(target.requests[1]?.json()).toEqual({
    job_id: failed.body.job_id,
    status: 'Finished',
    callback_param: null,
    success: false,
    error: 'The forecast needs at least 3 samples, but there are 1.',
  });
});

test('a target that never answers is given up, and stop does not wait for it', async () => {
  await using silent = await startServer(() => {});
  await using impatient = await startSandbox({ deliveryTimeoutMs: 50 });
  const user = await connect(impatient);
  await user.finish(path, form({ callback_url: silent.url }, features));
  expect(impatient.deliveries).toMatchObject([{ ok: false, error: { code: 'Timeout' } }]);

  const arrived = Promise.withResolvers<void>();
  await using deaf = await startServer(() => arrived.resolve());
  const sandbox = await startSandbox();
  await (await connect(sandbox)).post(path, form({ callback_url: deaf.url }, features));
  await arrived.promise;
  await sandbox.stop();
  expect(sandbox.deliveries).toMatchObject([{ ok: false, error: { code: 'Aborted' } }]);
});

test('delivers into the sandbox’s own S3, by URL and by POST, and S3’s refusal is in the log', async () => {
  await using sandbox = await startSandbox();
  const { bucket, region, credentials, s3Url: endpoint } = sandbox;
  const presigner = createPresigner({ bucket, region, credentials, endpoint, forcePathStyle: true });
  const { finish } = await connect(sandbox);
  const [put, post] = [await presigner.put('results/a.json'), await presigner.post('results/b.json')];
  const tampered = put.url.replace('a.json', 'c.json');
  const { body: task } = await finish(
    path,
    form(
      {
        callback_url: [put.url, post.url, tampered].join('|'),
        callback_param: JSON.stringify([{}, { s3_fields: post.fields }, {}]),
      },
      features,
    ),
  );
  expect(sandbox.deliveries.map(({ kind, ok }) => [kind, ok]).sort()).toEqual([
    ['s3-post', true],
    ['s3-put', false],
    ['s3-put', true],
  ]);
  expect(sandbox.deliveries.find(({ ok }) => !ok)).toMatchObject({
    status: 403,
    error: { code: 'SignatureDoesNotMatch' },
  });
  for (const key of ['results/a.json', 'results/b.json']) {
    const stored = await fetch((await presigner.get(key)).url);
    expect(await stored.json()).toMatchObject({ job_id: task.job_id, results: task.results });
  }
});
