import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import type { Hooks } from './hooks.ts';

/** Hooks that keep what they are told. */
function recorder() {
  const told: [name: string, record: object][] = [];
  const keep = (name: string) => (record: object) => void told.push([name, record]);
  const hooks: Hooks = {
    beforeRequest: keep('beforeRequest'),
    afterResponse: keep('afterResponse'),
    afterFailure: keep('afterFailure'),
    beforeRetry: keep('beforeRetry'),
  };
  return { told, hooks };
}

test('tell of every attempt, its answer or failure, and the wait before the next', async () => {
  const { told, hooks } = recorder();
  let calls = 0;
  await using aiCore = await startAiCore(
    (_request, response) => {
      calls += 1;
      if (calls === 1) json(response, { error: 'busy' }, 503, { 'x-request-id': 'r-1' });
      else if (calls === 2) response.socket?.destroy();
      else json(response, []);
    },
    { hooks },
  );
  await aiCore.client.getAlgorithms();

  const url = `${aiCore.server.url}/api/v2/algorithms`;
  const request = (attempt: number) => ({ method: 'GET', url, attempt, bytes: 0 });
  const durationMs = expect.any(Number);
  const server = { name: 'ServerError', code: 'ServerError', message: `GET ${url}: busy` };
  const network = { name: 'NetworkError', code: 'NetworkFailed', message: expect.stringContaining(url) };
  expect(told).toEqual([
    ['beforeRequest', request(1)],
    ['afterResponse', { request: request(1), status: 503, requestId: 'r-1', bytes: 16, durationMs }],
    ['beforeRetry', { request: request(1), error: server, waitMs: expect.any(Number) }],
    ['beforeRequest', request(2)],
    ['afterFailure', { request: request(2), error: network, durationMs }],
    ['beforeRetry', { request: request(2), error: network, waitMs: expect.any(Number) }],
    ['beforeRequest', request(3)],
    ['afterResponse', { request: request(3), status: 200, bytes: 2, durationMs }],
  ]);
});

test('name an attempt by one and the same object, and give nobody a record to change', async () => {
  const { told, hooks } = recorder();
  await using aiCore = await startAiCore((_request, response) => json(response, []), { hooks });
  await aiCore.client.getAlgorithms();
  const [[, before], [, after]] = told as [[string, object], [string, { request: object }]];
  expect(after.request).toBe(before);
  for (const record of [before, after]) expect(Object.isFrozen(record)).toBe(true);
});

test('see no secret: not in the URL, the form, the answer or an error', async () => {
  const { told, hooks } = recorder();
  await using aiCore = await startAiCore(
    (_request, response) =>
      json(response, { error: 'https://b/k?X-Amz-Signature=SECRET is not allowed', token: 'SECRET' }, 503),
    { token: 'SECRET', hooks, retry: { limit: 1, baseDelayMs: 1, runs: true } } as object,
  );
  await rejection(aiCore.client.getTemplate('a', { version: 'SECRET' }));
  const callbacks = 'https://b.s3.amazonaws.com/k?X-Amz-Signature=SECRET';
  await rejection(aiCore.client.runAlgorithm('a', { features: { a: [1] }, callbacks }));
  expect(told.map(([name]) => name)).toContain('beforeRetry');
  expect(inspect(told, { depth: null, showHidden: true })).not.toContain('SECRET');
});

test('say how large an upload is', async () => {
  const { told, hooks } = recorder();
  await using aiCore = await startAiCore((_request, response) => json(response, { job_id: 'j' }), { hooks });
  await aiCore.client.runAlgorithm('a', { features: { a: [1] } });
  expect(told[0]?.[1]).toMatchObject({ bytes: aiCore.server.requests[0]?.body.length });
});

test.each<[string, () => void]>([
  [
    'throw',
    () => {
      throw new Error('hook');
    },
  ],
  ['reject', () => Promise.reject(new Error('hook')) as unknown as undefined],
])('that %s break nothing', async (_name, hook) => {
  const hooks = { beforeRequest: hook, afterResponse: hook, afterFailure: hook, beforeRetry: hook };
  let calls = 0;
  await using aiCore = await startAiCore(
    (_request, response) => {
      calls += 1;
      if (calls === 1) response.socket?.destroy();
      else json(response, []);
    },
    { hooks },
  );
  expect(await aiCore.client.getAlgorithms()).toEqual([]);
  expect(calls).toBe(2);
});
