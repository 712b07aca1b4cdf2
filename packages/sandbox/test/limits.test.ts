import { expect, test } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const predict = '/algorithms/damage-forecast/predict';
const points = form({}, parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] }));

test('answers 429 in Django REST framework’s words, by the sandbox’s clock and for each account', async () => {
  const now = new Date('2030-01-01T00:00:00Z');
  const bob = { username: 'bob', password: 'b' };
  await using sandbox = await startSandbox({ now: () => now, requestsPerMinute: 2, accounts: [bob] });
  const { request } = await connect(sandbox);
  const other = await connect({ ...sandbox, ...bob });
  await request('/algorithms');
  sandbox.clock.advance('54s');
  await request('/algorithms');
  const refused = await request('/algorithms');
  expect(refused).toMatchObject({
    status: 429,
    body: { status: false, error: 'Request was throttled. Expected available in 6 seconds.' },
  });
  expect(refused.headers.get('retry-after')).toBe('6');
  expect((await other.request('/algorithms')).status).toBe(200);
  sandbox.clock.advance('5s');
  expect((await request('/algorithms')).body.error).toContain('Expected available in 1 second.');
  sandbox.clock.advance('1s');
  expect((await request('/algorithms')).status).toBe(200);
});

test('logins are throttled too, for each account', async () => {
  const accounts = [
    { username: 'bob', password: 'b' },
    { username: 'eve', password: 'e' },
  ];
  await using sandbox = await startSandbox({ now: () => new Date(0), requestsPerMinute: 2, accounts });
  const { json, request, tokens } = await connect(sandbox);
  const { username, password } = sandbox;
  const statuses = async (path: string, ...bodies: unknown[]) => {
    const found: number[] = [];
    for (const body of bodies) found.push((await json(path, body)).status);
    return found;
  };
  const ada = { username, password };
  expect(await statuses('/token/', ada, ada, accounts[0], accounts[1])).toEqual([200, 429, 200, 200]);
  expect(await statuses('/token/refresh/', { refresh: tokens.refresh })).toEqual([429]);
  expect(await statuses('/token/verify/', { token: tokens.access })).toEqual([429]);
  // Logging in is not held against what an account does then.
  expect((await request('/algorithms')).status).toBe(200);
  // Whose these are nobody knows.
  const nobody = { username: 'nobody', password };
  expect(await statuses('/token/', nobody, nobody, nobody)).toEqual([401, 401, 429]);
  expect(await statuses('/token/verify/', { token: 'x' })).toEqual([429]);
});

/** Sends JSON of known or of unknown length. */
const send = (url: URL, body: unknown, { chunked }: { readonly chunked: boolean }) => {
  const json = new Blob([JSON.stringify(body)]);
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: chunked ? json.stream() : json, duplex: 'half' };
  return fetch(url, init as RequestInit);
};

const long = 'x'.repeat(2 ** 20);

test.each([
  ['a login', '/api/v2/token/', { username: 'ada', password: long }],
  ['a token', '/api/v2/token/verify/', { token: long }],
  ['a rule', '/_sandbox/faults', { path: `/${long}`, fault: { kind: 'reset' } }],
])('%s that is too large is answered 413, on a connection that ends', async (_what, path, body) => {
  await using sandbox = await startSandbox();
  const url = new URL(path, sandbox.aiCoreUrl);
  for (const chunked of [false, true]) {
    const answer = await send(url, body, { chunked });
    expect([answer.status, answer.headers.get('connection'), await answer.json()]).toEqual([
      413,
      'close',
      expect.objectContaining({ error: expect.any(String) }),
    ]);
  }
});

test('maxUploadBytes locks nobody out', async () => {
  await using sandbox = await startSandbox({ maxUploadBytes: 1 });
  const { json, post, tokens } = await connect(sandbox);
  expect((await json('/token/refresh/', { refresh: tokens.refresh })).status).toBe(200);
  expect((await post(predict, points)).status).toBe(413);
});

test('a queue that is full answers 429 and takes more once there is room', async () => {
  await using sandbox = await startSandbox({ sampleLimit: 0, queue: { workers: 0, capacity: 2 } });
  const { post, request } = await connect(sandbox);
  const first = await post(predict, points);
  expect((await post(predict, points)).status).toBe(200);
  expect(await post(predict, points)).toMatchObject({ status: 429, body: { status: false } });
  await request(`/algorithms/tasks/${first.body.job_id}`, { method: 'DELETE' });
  expect((await post(predict, points)).status).toBe(200);
});

test('with capacity 0 a job is taken only by an idle worker', async () => {
  const options = { sampleLimit: 0, queue: { capacity: 0, latencyMs: 3_600_000 } };
  await using sandbox = await startSandbox(options);
  const { post } = await connect(sandbox);
  expect((await post(predict, points)).status).toBe(200);
  expect((await post(predict, points)).status).toBe(429);
});

test('a job is forgotten three days after it ended', async () => {
  await using sandbox = await startSandbox({ sampleLimit: 0, tokens: { accessLifetimeSeconds: 1_000_000 } });
  const { finish, task } = await connect(sandbox);
  const { body } = await finish(predict, points);
  sandbox.clock.advance('71h');
  expect((await task(body.job_id)).status).toBe(200);
  sandbox.clock.advance('61m');
  expect((await task(body.job_id)).status).toBe(404);
});
