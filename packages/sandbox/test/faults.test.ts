import { connect as connectTo } from 'node:net';
import { createPresigner } from '@x/s3-presign';
import { startServer } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { type FaultRule, type RequestFault, SandboxOptionError, startSandbox } from '../src/index.ts';
import { connect, form, parquet } from './support.ts';

const predict = '/algorithms/damage-forecast/predict';
const points = (fields = {}) => form(fields, parquet({ distance: [0, 1, 2], damage: [0, 0.1, 0.2] }));

/** A sandbox in which a fault strikes the list of algorithms, and somebody who asks for it. */
async function faulty(fault: RequestFault) {
  const sandbox = await startSandbox({ faults: [{ path: '*/algorithms', fault }] });
  return { sandbox, ...(await connect(sandbox)), [Symbol.asyncDispose]: () => sandbox.stop() };
}

describe('AI Core', () => {
  test.each([
    [{}, '6', 'Request was throttled. Expected available in 6 seconds.'],
    [{ afterSeconds: 1, saidBy: 'sentence' }, null, 'Request was throttled. Expected available in 1 second.'],
    [{ saidBy: 'header' }, '6', 'Request was throttled.'],
  ] as const)('throttled %j', async (how, header, error) => {
    await using ai = await faulty({ kind: 'throttled', ...how });
    const answer = await ai.request('/algorithms');
    expect(answer).toMatchObject({ status: 429, body: { status: false, error } });
    expect(answer.headers.get('retry-after')).toBe(header);
  });

  test.each([
    [
      {},
      '*/*',
      500,
      'text/html; charset=utf-8',
      '<th>Exception Value:</th> <td><pre>database is locked</pre>',
    ],
    [{}, 'application/json', 500, 'text/plain; charset=utf-8', 'Exception Value: database is locked\n'],
    [{ page: 'proxy' }, 'application/json', 502, 'text/html', '<h1>502 Bad Gateway</h1>'],
    [{ page: 'proxy', status: 504 }, '*/*', 504, 'text/html', '<h1>504 Gateway Time-out</h1>'],
    [{ page: 'proxy', status: 507 }, '*/*', 507, 'text/html', '<title>507 Insufficient Storage</title>'],
    [{ page: 'json', status: 503 }, '*/*', 503, 'application/json', ''],
    [{ page: 'empty' }, '*/*', 502, null, ''],
  ] as const)('server-error %j for %s', async (how, accept, status, type, text) => {
    await using ai = await faulty({ kind: 'server-error', ...how });
    const answer = await ai.request('/algorithms', { headers: { accept } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    if (text) expect(answer.body).toContain(text);
  });

  test.each([
    ['json', { status: false, error: 'Internal server error.' }],
    ['flag', { error: 'True', error_msg: 'Internal server error.' }],
  ] as const)('server-error in JSON, as %s', async (page, body) => {
    await using ai = await faulty({ kind: 'server-error', page });
    expect(await ai.request('/algorithms')).toMatchObject({ status: 500, body });
  });

  test('latency, while other requests pass', async () => {
    await using ai = await faulty({ kind: 'latency', ms: 100 });
    const begin = performance.now();
    const late = ai.request('/algorithms').then(() => performance.now() - begin);
    expect((await ai.request('/algorithms/mass-estimation')).status).toBe(200);
    // Timers may be a millisecond early.
    expect(await late).toBeGreaterThan(98);
  });

  test('a reset before: nothing was done; a reset after: it was', async () => {
    await using sandbox = await startSandbox({ sampleLimit: 0 });
    const { post } = await connect(sandbox);
    sandbox.faults.add({ path: '*/predict', nth: 1, fault: { kind: 'reset' } });
    await expect(post(predict, points())).rejects.toThrow('fetch failed');
    await using target = await startServer((_request, response) => void response.end());
    sandbox.faults.clear();
    sandbox.faults.add({ path: '*/predict', fault: { kind: 'reset', when: 'after' } });
    await expect(post(predict, points({ callback_url: target.url }))).rejects.toThrow('fetch failed');
    await sandbox.settled();
    expect(target.requests).toHaveLength(1);
    expect(sandbox.requests.at(-1)).not.toHaveProperty('status');
  });

  test.each([{ bytes: 0 }, { bytes: 20 }, { bytes: 1_000_000 }])('a body truncated after %j', async (how) => {
    await using ai = await faulty({ kind: 'truncated', ...how });
    const response = await fetch(`${ai.sandbox.aiCoreUrl}/algorithms`, {
      headers: { authorization: `Bearer ${ai.tokens.access}` },
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  test.each(['PUT', 'HEAD', 'DELETE'])('no body at all, of a %s to S3', { timeout: 5000 }, async (method) => {
    await using sandbox = await startSandbox({
      faults: [{ on: 's3', fault: { kind: 'truncated', bytes: 0 } }],
    });
    const connection = connectTo(Number(new URL(sandbox.s3Url).port), '127.0.0.1');
    connection.write(`${method} /${sandbox.bucket}/a HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n`);
    let answer = '';
    // It ends.
    for await (const chunk of connection) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1.1 \d+ /);
  });

  test('another content type', async () => {
    await using ai = await faulty({ kind: 'wrong-content-type', contentType: 'text/csv' });
    const { status, headers, body } = await ai.request('/algorithms');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv']);
    expect(JSON.parse(body)).toHaveLength(2);
  });

  test('tokens that expire now: until it is refreshed', async () => {
    await using ai = await faulty({ kind: 'tokens-expire' });
    expect(await ai.request('/algorithms')).toMatchObject({ status: 401, body: { code: 'token_not_valid' } });
    ai.sandbox.faults.clear();
    expect((await ai.request('/algorithms')).status).toBe(401);
    const { body } = await ai.json('/token/refresh/', { refresh: ai.tokens.refresh });
    const headers = { authorization: `Bearer ${body.access}` };
    expect((await ai.call('/algorithms', { headers })).status).toBe(200);
  });

  test('a clock that is ahead for one request', async () => {
    await using ai = await faulty({ kind: 'clock-skew', by: '6m' });
    expect((await ai.request('/algorithms')).status).toBe(401);
    expect((await ai.request('/algorithms/mass-estimation')).status).toBe(200);
  });

  test('a clock that is behind for the request of a job, not for the jobs and their callbacks', async () => {
    const at = new Date('2030-01-05T00:00:00Z');
    await using target = await startServer((_request, response) => void response.end());
    await using sandbox = await startSandbox({ now: () => at, queue: { latencyMs: 10 } });
    const { post, task } = await connect(sandbox);
    sandbox.faults.add({ path: '*/predict', nth: 1, fault: { kind: 'clock-skew', by: '-4d' } });
    const run = () => post(predict, points({ callback_url: target.url }));
    const jobs = [await run(), await run()];
    await sandbox.settled();
    expect(sandbox.jobs.map(({ createdAt, endedAt }) => [createdAt, endedAt])).toEqual([
      [new Date('2030-01-01T00:00:00Z'), at],
      [at, at],
    ]);
    expect(sandbox.deliveries.map(({ startedAt }) => startedAt)).toEqual([at, at]);
    for (const { body } of jobs) expect((await task(body.job_id)).status).toBe(200);
  });

  test('a clock that is wrong for a look at a job, or for its end, not for the job', async () => {
    const at = new Date('2030-01-05T00:00:00Z');
    const tokens = { accessLifetimeSeconds: 1_000_000 };
    await using sandbox = await startSandbox({
      now: () => at,
      tokens,
      queue: { workers: 0 },
      sampleLimit: 0,
    });
    const { post, task, request } = await connect(sandbox);
    const id: string = (await post(predict, points())).body.job_id;
    const skew = (method: string, by: string) =>
      sandbox.faults.add({ path: '*/tasks/*', method, fault: { kind: 'clock-skew', by } });
    skew('DELETE', '-4d');
    expect((await request(`/algorithms/tasks/${id}`, { method: 'DELETE' })).status).toBe(202);
    expect(sandbox.jobs).toMatchObject([{ status: 'Canceled', endedAt: at }]);
    skew('GET', '4d');
    expect((await task(id)).body).toMatchObject({ status: 'Canceled' });
    expect(sandbox.jobs).toHaveLength(1);
  });

  test('several at once: late, and then truncated', async () => {
    await using ai = await faulty({ kind: 'latency', ms: 1 });
    ai.sandbox.faults.add({ fault: { kind: 'truncated' } });
    await expect(ai.request('/algorithms')).rejects.toThrow('terminated');
    expect(ai.sandbox.faults.injected.map(({ kind }) => kind)).toEqual(['latency', 'truncated']);
  });

  test('stop does not wait for latency', async () => {
    const ai = await faulty({ kind: 'latency', ms: 3_600_000 });
    const waiting = expect(ai.request('/algorithms')).rejects.toThrow();
    await expect.poll(() => ai.sandbox.faults.injected).toHaveLength(1);
    await ai.sandbox.stop();
    await waiting;
  });
});

describe('S3', () => {
  test.each([
    [{ kind: 'throttled' }, 503, '<Code>SlowDown</Code>'],
    [{ kind: 'server-error' }, 500, '<Code>InternalError</Code>'],
    [{ kind: 'server-error', page: 'proxy', status: 504 }, 504, '<h1>504'],
    [{ kind: 'clock-skew', by: '2h' }, 403, 'Request has expired'],
    [{ kind: 'clock-skew', by: '-20m' }, 403, 'Request is not yet valid'],
  ] satisfies [RequestFault, number, string][])('%j', async (fault, status, text) => {
    await using sandbox = await startSandbox();
    const { bucket, region, credentials, s3Url: endpoint } = sandbox;
    const { url } = await createPresigner({ bucket, region, credentials, endpoint }).put('a.json');
    sandbox.faults.add({ on: 's3', method: 'PUT', times: 1, fault });
    const answer = await fetch(url, { method: 'PUT', body: '{}' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
    expect((await fetch(url, { method: 'PUT', body: '{}' })).status).toBe(200);
  });
});

test.each([2, 9 * 1024 ** 2])('a skewed clock is one to the end of an upload of %i bytes', async (size) => {
  const now = () => new Date('2030-01-01T00:00:00Z');
  await using sandbox = await startSandbox({ now });
  const { bucket, region, credentials, s3Url: endpoint } = sandbox;
  const presigner = createPresigner({ bucket, region, credentials, endpoint, now });
  sandbox.faults.add({ on: 's3', times: 1, fault: { kind: 'clock-skew', by: '-10m' } });
  const { url } = await presigner.put('a');
  const put = await fetch(url, { method: 'PUT', body: Buffer.alloc(size) });
  const head = await fetch((await presigner.head('a')).url, { method: 'HEAD' });
  const times = [put.headers.get('date'), head.headers.get('last-modified'), head.headers.get('date')];
  expect(times.map((time) => new Date(time ?? '').toISOString().slice(11, 19))).toEqual([
    '23:50:00',
    '23:50:00',
    '00:00:00',
  ]);
  expect(sandbox.s3Requests.map(({ at }) => at.toISOString().slice(11, 19))).toEqual([
    '23:50:00',
    '00:00:00',
  ]);
});

test('S3 is cut off too: before it stores, after it, and in the middle of an object', async () => {
  await using sandbox = await startSandbox();
  const { bucket, region, credentials, s3Url: endpoint } = sandbox;
  const presigner = createPresigner({ bucket, region, credentials, endpoint });
  const put = async (body: string) => fetch((await presigner.put('a')).url, { method: 'PUT', body });
  const get = async () => (await fetch((await presigner.get('a')).url)).text();
  expect((await put('first')).status).toBe(200);

  sandbox.faults.add({ on: 's3', times: 1, fault: { kind: 'reset' } });
  await expect(put('second')).rejects.toThrow('fetch failed');
  expect(await get()).toBe('first');
  sandbox.faults.add({ on: 's3', times: 1, fault: { kind: 'reset', when: 'after' } });
  await expect(put('third')).rejects.toThrow('fetch failed');
  expect(await get()).toBe('third');
  sandbox.faults.add({ on: 's3', times: 1, fault: { kind: 'truncated', bytes: 2 } });
  await expect(get()).rejects.toThrow('terminated');
  expect(await get()).toBe('third');
});

describe('callbacks', () => {
  async function run(...faults: readonly FaultRule[]) {
    await using target = await startServer((_request, response) => void response.end());
    await using sandbox = await startSandbox({ faults });
    const { post } = await connect(sandbox);
    await post(predict, points({ callback_url: `${target.url}/a|${target.url}/b` }));
    await sandbox.settled();
    return { paths: target.requests.map(({ path }) => path).sort(), log: sandbox.deliveries };
  }
  const on = 'callback';

  test('lost: never sent, but in the log', async () => {
    const { paths, log } = await run({ on, path: '/a', fault: { kind: 'lost' } });
    expect(paths).toEqual(['/b']);
    expect(log.find(({ target }) => target.endsWith('/a'))).toMatchObject({
      ok: false,
      error: { code: 'FaultInjected' },
    });
  });

  test('doubled, each in the log', async () => {
    const { paths, log } = await run({ on, method: 'POST', path: '/b', fault: { kind: 'doubled' } });
    expect(paths).toEqual(['/a', '/b', '/b']);
    expect(log).toHaveLength(3);
  });

  test('late: the other does not wait', async () => {
    const { log } = await run({ on, path: '/a', fault: { kind: 'late', ms: 500 } });
    const started = (path: string) =>
      log.find(({ target }) => target.endsWith(path))?.startedAt.getTime() ?? Number.NaN;
    // The other one begins a moment after the wait does, on a busy machine a long one.
    expect(started('/a') - started('/b')).toBeGreaterThan(250);
  });
});

test('a fault that is none is refused before anything starts', async () => {
  const faults = [{ fault: { kind: 'latency', ms: Number.NaN } }] as const;
  await expect(startSandbox({ faults })).rejects.toThrow(SandboxOptionError);
});
