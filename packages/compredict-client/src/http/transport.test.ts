import { inspect } from 'node:util';
import { startSockets } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../test/support.ts';
import { createClient } from '../index.ts';

describe('each status has its error', () => {
  test.each<[number, string, string, unknown, string]>([
    [
      400,
      'ValidationError',
      'InvalidRequest',
      { status: false, errors: ['features : a', 'b'] },
      'features : a; b',
    ],
    [422, 'ValidationError', 'InvalidRequest', { speed: ['missing'] }, 'speed: missing'],
    [401, 'AuthenticationError', 'AuthenticationFailed', { detail: 'expired' }, 'expired'],
    [403, 'PermissionError', 'PermissionDenied', { error: 'not yours' }, 'not yours'],
    [404, 'NotFoundError', 'NotFound', { error: 'True', error_msg: 'no task' }, 'no task'],
    [
      404,
      'NotFoundError',
      'NotFound',
      {},
      'Not found, or forgotten: AI Core keeps tasks for about three days',
    ],
    [409, 'ConflictError', 'Conflict', { error: 'finished' }, 'finished'],
    [413, 'RequestRefusedError', 'RequestRefused', {}, 'Too large'],
    [418, 'RequestRefusedError', 'RequestRefused', {}, 'HTTP 418'],
    [500, 'ServerError', 'ServerError', { error: 'boom' }, 'boom'],
    [501, 'ServerError', 'ServerError', {}, 'HTTP 501'],
  ])('%i is a %s', async (status, name, code, body, said) => {
    await using aiCore = await startAiCore((_request, response) => {
      json(response, body, status, { 'x-request-id': 'r-1' });
    });
    const error = await rejection(aiCore.client.getAlgorithm('a'));
    const url = `${aiCore.server.url}/api/v2/algorithms/a`;
    expect(error).toMatchObject({ name, code, status, method: 'GET', url, requestId: 'r-1', body });
    expect((error as Error).message).toBe(`GET ${url}: ${said}`);
    expect(Object.keys(error as object)).not.toContain('body');
  });

  test('validation messages one by one', async () => {
    await using aiCore = await startAiCore((_request, response) =>
      json(response, { errors: ['a', 'b'] }, 400),
    );
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({ messages: ['a', 'b'] });
  });

  test('and the values of a query stay out of it', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, 404));
    const error = await rejection(aiCore.client.getTemplate('a', { version: 'VALUE' }));
    expect(inspect(error)).not.toContain('VALUE');
    expect(error).toMatchObject({ url: expect.stringMatching(/\/template\?type=…&version=…$/) });
  });
});

test('what AI Core echoes of a callback is not told again', async () => {
  const url = 'https://b.s3.amazonaws.com/k?X-Amz-Signature=SECRET';
  const body = {
    errors: { callback_url: [`"${url}" is not allowed`], callback_param: ["{'policy': 'SECRET'}"] },
    sent: url,
  };
  await using aiCore = await startAiCore((_request, response) => json(response, body, 400));
  const features = { a: [1] };
  const error = await rejection(aiCore.client.runAlgorithm('a', { features, callbacks: url }));
  expect((error as Error).message).toContain(
    'callback_url: "https://b.s3.amazonaws.com/k?[redacted]" is not allowed',
  );
  expect(inspect(error, { depth: null })).not.toContain('SECRET');
  expect(JSON.stringify(error)).not.toContain('SECRET');
  expect(error).toHaveProperty('body', body);
});

const dump = (separator: string) => `ValueError at /x${separator}Exception Value: shape mismatch${separator}
Request information:${separator}POST: callback_url = https://b/x?X-Amz-Signature=SECRET, token=SECRET, features=SECRET`;

describe('of a debug page only the exception is told', () => {
  test.each([
    ['plain', 'text/plain; charset=utf-8', dump('\n')],
    [
      'HTML',
      'text/html',
      `<th>Exception Value:</th> <td><pre>shape mismatch</pre></td><h2>Request information</h2>SECRET`,
    ],
    ['plain, said to be JSON', 'text/html', dump('\n')],
  ])('%s', async (_name, type, page) => {
    await using aiCore = await startAiCore((_request, response) => {
      response.writeHead(500, { 'content-type': type }).end(page);
    });
    const error = await rejection(aiCore.client.getAlgorithms());
    expect((error as Error).message).toMatch(/: shape mismatch$/);
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain('SECRET');
    expect(JSON.stringify(error)).not.toContain('SECRET');
    expect(error).not.toHaveProperty('body');
  });
});

describe('a GET is repeated', () => {
  test.each([429, 500, 502, 503, 504])('after %i, until it succeeds', async (status) => {
    let calls = 0;
    await using aiCore = await startAiCore((_request, response) =>
      json(response, [], ++calls < 3 ? status : 200),
    );
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
    expect(aiCore.server.requests).toHaveLength(3);
  });

  test('at most as often as it was told', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, 503), {
      retry: { limit: 4, baseDelayMs: 0 },
    });
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({
      code: 'ServerError',
      status: 503,
    });
    expect(aiCore.server.requests).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 501])('but not after %i', async (status) => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, status));
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({ status });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('after a connection lost before the answer, and in the middle of it', async () => {
    let calls = 0;
    await using aiCore = await startAiCore((_request, response) => {
      if (++calls === 1) response.socket?.destroy();
      else if (calls === 2) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('[{"id"', () => response.socket?.destroy());
      } else json(response, []);
    });
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
    expect(calls).toBe(3);
  });

  test('after a timeout, each attempt with all of its time', async () => {
    let calls = 0;
    await using aiCore = await startAiCore(
      (_request, response) => {
        if (++calls === 3) json(response, []);
      },
      { timeout: 150 },
    );
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
    expect(calls).toBe(3);
  });

  test('and the timeout covers the body', async () => {
    await using aiCore = await startAiCore(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[');
      },
      { timeout: 60, retry: 0 },
    );
    expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({ code: 'TimedOut' });
  });

  test('no earlier than AI Core asks, in a header or in words', async () => {
    const times: number[] = [];
    await using aiCore = await startAiCore(
      (_request, response) => {
        times.push(performance.now());
        if (times.length === 1) json(response, { error: 'x' }, 429, { 'retry-after': '1' });
        else if (times.length === 2)
          json(response, { error: 'Request was throttled. Expected available in 1 second.' }, 429);
        else json(response, []);
      },
      { retry: { baseDelayMs: 1 } },
    );
    await aiCore.client.getAlgorithms();
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThan(950);
    expect(third - second).toBeGreaterThan(950);
  });

  test('DELETE is not repeated', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, 503));
    await rejection(aiCore.client.cancelTask('j'));
    expect(aiCore.server.requests).toHaveLength(1);
  });
});

test('a throttled call says how long to wait', async () => {
  const body = { status: false, error: 'Request was throttled. Expected available in 6 seconds.' };
  await using aiCore = await startAiCore((_request, response) => json(response, body, 429), { retry: 0 });
  expect(await rejection(aiCore.client.getAlgorithms())).toMatchObject({
    name: 'ThrottledError',
    retryAfterMs: 6000,
  });
});

describe('an answer that is not what it should be', () => {
  test.each<[string, string, string]>([
    ['truncated JSON', 'application/json', '[{"id": "SECRET"'],
    ['HTML with status 200', 'text/html', '<html>SECRET</html>'],
    ['nothing', 'application/json', ''],
    ['no UTF-8', 'application/json', '\xff'],
  ])('%s', async (_name, type, body) => {
    await using aiCore = await startAiCore((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(Buffer.from(body, 'latin1'));
    });
    const error = await rejection(aiCore.client.getAlgorithms());
    expect(error).toMatchObject({
      name: 'UnexpectedResponseError',
      status: 200,
      issues: [{ path: '', expected: 'JSON' }],
    });
    expect(inspect(error)).not.toContain('SECRET');
  });

  test('JSON of another shape, told by its path', async () => {
    const body = [{ id: 'a', versions: [{ version: 7, secret: 'SECRET' }] }];
    await using aiCore = await startAiCore((_request, response) => json(response, body));
    const error = await rejection(aiCore.client.getAlgorithms());
    expect(error).toMatchObject({ issues: [{ path: '0.versions.0.version', expected: 'string' }], body });
    expect(inspect(error)).not.toContain('SECRET');
  });

  test('JSON under a wrong content type is taken', async () => {
    await using aiCore = await startAiCore((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('[]');
    });
    expect(await aiCore.client.getAlgorithms()).toEqual([]);
  });
});

describe('no answer', () => {
  test('from a port where nobody listens', async () => {
    const server = await startSockets(() => {});
    await server[Symbol.asyncDispose]();
    const client = createClient({ token: 'SECRET', url: server.url, retry: 0 });
    const error = await rejection(client.getAlgorithms());
    expect(error).toMatchObject({
      name: 'NetworkError',
      code: 'NetworkFailed',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(error).not.toHaveProperty('status');
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain('SECRET');
  });

  test('that is HTTP', async () => {
    await using server = await startSockets((socket) => socket.end('SSH-2.0-x\r\n'));
    const client = createClient({ token: 't', url: server.url, retry: 0 });
    expect(await rejection(client.getAlgorithms())).toMatchObject({ code: 'NetworkFailed' });
  });
});

describe('abort', () => {
  test('in the middle of a request', async () => {
    const controller = new AbortController();
    await using aiCore = await startAiCore(() => controller.abort(new Error('enough')));
    const error = await rejection(aiCore.client.getAlgorithms({ signal: controller.signal }));
    expect(error).toMatchObject({ name: 'AbortedError', code: 'Aborted', cause: { message: 'enough' } });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('between two attempts, at once', async () => {
    const controller = new AbortController();
    await using aiCore = await startAiCore(
      (_request, response) => {
        json(response, {}, 503, { 'retry-after': '20' });
        response.on('finish', () => setTimeout(() => controller.abort(), 20));
      },
      { retry: { maxDelayMs: 30_000 } },
    );
    const started = performance.now();
    expect(await rejection(aiCore.client.getAlgorithms({ signal: controller.signal }))).toMatchObject({
      code: 'Aborted',
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(aiCore.server.requests).toHaveLength(1);
  });
});

test('a GET follows a redirect', async () => {
  await using aiCore = await startAiCore((request, response) => {
    if (request.path.endsWith('/')) json(response, []);
    else response.writeHead(301, { location: `${request.path}/` }).end();
  });
  expect(await aiCore.client.getAlgorithms()).toEqual([]);
});

describe('the answer as it came', () => {
  test('is told of each attempt, with headers and body', async () => {
    let calls = 0;
    await using aiCore = await startAiCore((_request, response) => {
      calls += 1;
      json(response, calls === 1 ? { error: 'busy' } : [], calls === 1 ? 503 : 200, {
        'x-quota': `${calls}`,
      });
    });
    const told: Promise<unknown>[] = [];
    await aiCore.client.getAlgorithms({
      onResponse: (response) => {
        const { status, headers } = response;
        told.push(response.json().then((body) => ({ status, quota: headers.get('x-quota'), body })));
      },
    });
    expect(await Promise.all(told)).toEqual([
      { status: 503, quota: '1', body: { error: 'busy' } },
      { status: 200, quota: '2', body: [] },
    ]);
  });

  test('is there for runs and tasks, and breaks nothing', async () => {
    let told = 0;
    const onResponse = () => {
      told += 1;
      throw new Error('listener');
    };
    await using aiCore = await startAiCore((request, response) => {
      if (request.method === 'DELETE') response.writeHead(204).end();
      else json(response, { job_id: 'j', status: 'Pending' });
    });
    await aiCore.client.runAlgorithm('a', { features: { a: [1] }, onResponse });
    await aiCore.client.trainAlgorithm('a', { features: { a: [1] }, onResponse });
    await aiCore.client.getTask('j', { onResponse });
    await rejection(aiCore.client.cancelTask('j', { onResponse }));
    expect(told).toBe(4);
  });
});

test('a custom fetch gets a URL with its options and answers a Response', async () => {
  const seen: string[] = [];
  const client = createClient({
    token: 't',
    url: 'https://core.example/api/v2',
    fetch: async (url, { method, headers }) => {
      seen.push(`${method} ${url} ${new Headers(headers).get('authorization')}`);
      return Response.json([]);
    },
  });
  expect(await client.getAlgorithms()).toEqual([]);
  expect(seen).toEqual(['GET https://core.example/api/v2/algorithms Bearer t']);
});

test('a custom fetch that throws something odd is a network error, its text the cause', async () => {
  const fetch = () => Promise.reject('odd');
  const client = createClient({ token: 't', fetch });
  expect(await rejection(client.getAlgorithms())).toMatchObject({ code: 'NetworkFailed', cause: 'odd' });
});
