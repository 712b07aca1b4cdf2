import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const now = new Date('2030-01-01T00:00:00Z');
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
});
afterAll(() => sandbox.stop());

/** What a program in any language sends. */
async function control(method: string, path: string, body?: unknown, type = 'application/json') {
  const response = await fetch(new URL(`/_sandbox${path}`, sandbox.aiCoreUrl), {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: body === undefined ? {} : { 'content-type': type },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('faults: added, listed, dropped; not even a fault for every path strikes here', async () => {
  const rule = { path: '*', fault: { kind: 'server-error', page: 'json' } };
  expect(await control('POST', '/faults', rule)).toEqual({ status: 201, body: { rules: [rule] } });
  const { aiCoreUrl } = sandbox;
  expect((await fetch(`${aiCoreUrl}/algorithms`)).status).toBe(500);
  expect(await control('GET', '/faults')).toMatchObject({
    body: { injected: [{ on: 'ai-core', kind: 'server-error', method: 'GET', path: '/api/v2/algorithms' }] },
  });
  expect((await control('POST', '/faults', [rule, rule])).body.rules).toHaveLength(3);
  expect((await control('DELETE', '/faults')).status).toBe(204);
  expect((await control('GET', '/faults')).body.rules).toEqual([]);
  expect((await fetch(`${aiCoreUrl}/algorithms`)).status).toBe(401);
});

test('the clock', async () => {
  expect(await control('POST', '/clock/advance', { by: '61m' })).toEqual({
    status: 200,
    body: { now: '2030-01-01T01:01:00.000Z' },
  });
  await control('POST', '/clock/advance', { by: -3_660_000 });
  expect((await control('GET', '/clock')).body).toEqual({ now: now.toISOString() });
});

test('deliveries and requests, once all is settled', async () => {
  const { post } = await connect(sandbox);
  const features = parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] });
  const callback_url = 'http://127.0.0.1:9/a?sig=s3cret';
  await post('/algorithms/damage-forecast/predict?key=s3cret', form({ callback_url }, features));
  expect(await control('GET', '/settled')).toEqual({ status: 200, body: {} });
  const deliveries = await control('GET', '/deliveries');
  expect(deliveries.body).toEqual([
    expect.objectContaining({ kind: 'endpoint', target: 'http://127.0.0.1:9/a', ok: false }),
  ]);
  const requests = await control('GET', '/requests');
  expect(requests.body.at(-1)).toEqual({
    method: 'POST',
    path: '/api/v2/algorithms/damage-forecast/predict',
    status: 200,
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
  });
  expect(JSON.stringify([deliveries, requests])).not.toContain('s3cret');
});

test('requests to S3, with why they are refused', async () => {
  await fetch(`${sandbox.s3Url}/${sandbox.bucket}/a.json?X-Amz-Signature=s3cret`);
  const { body } = await control('GET', '/s3-requests');
  expect(body.at(-1)).toMatchObject({ method: 'GET', key: 'a.json', ok: false });
  expect(JSON.stringify(body)).not.toContain('s3cret');
});

test.each([
  ['POST', '/faults', { fault: { kind: 'earthquake' } }, 400],
  ['POST', '/faults', '{', 400],
  ['POST', '/clock/advance', { by: 'a while' }, 400],
  ['POST', '/clock/advance', { by: '99999999999d' }, 400],
  ['POST', '/clock/advance', {}, 400],
  ['GET', '/nothing', undefined, 404],
])('%s %s %j is answered %i', async (method, path, body, status) => {
  expect(await control(method, path, body)).toEqual({ status, body: { error: expect.any(String) } });
});

test('a page of another origin can change nothing: what it may send unasked is refused', async () => {
  expect((await control('POST', '/faults', '{"fault": {"kind": "reset"}}', 'text/plain')).status).toBe(415);
  expect(sandbox.faults.rules).toEqual([]);
});
