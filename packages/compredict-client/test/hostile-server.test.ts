import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { run, startServer, startSockets } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { type ClientSettings, createClient, ParquetStream, type UploadProgress } from '../src/index.ts';
import { json, rejection, startAiCore } from './support.ts';

/** What the server does once it has read a request. */
type Answer = (socket: Socket, attempt: number) => void;

/** A server that reads one whole request of each connection. */
async function startHostile(answer: Answer) {
  const requests: string[] = [];
  const server = await startSockets((socket) => {
    let received = '';
    const read = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const [head = '', body] = received.split('\r\n\r\n', 2);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || received.length - head.length - 4 < length) return;
      socket.off('data', read);
      requests.push(head.replace(/ HTTP.*/s, ''));
      answer(socket, requests.length);
    };
    socket.on('data', read);
  });
  return { ...server, requests };
}

function clientOf(url: string, settings: ClientSettings = {}) {
  return createClient({
    ...{ token: 'SECRET', url, retry: { limit: 2, baseDelayMs: 1, maxDelayMs: 500 } },
    ...{ timeout: 20_000, runTimeout: 20_000, ...settings, failOnError: true },
  });
}

/** One whole answer. */
function http(status: string, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const all = { 'content-length': String(Buffer.byteLength(body)), connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return (socket) => socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

const html = { 'content-type': 'text/html' };
const text = { 'content-type': 'text/plain; charset=utf-8' };
const asJson = { 'content-type': 'application/json' };
/** What a debug page of Django tells besides the exception: the whole request. */
const echo = `POST: callback_url = 'https://b.s3.invalid/k?X-Amz-Signature=SECRET&sig=SECRET'
callback_param = '{"s3_fields": {"policy": "SECRET"}}' HTTP_AUTHORIZATION = 'Bearer SECRET'`;
const djangoText = `ValueError at /x\n\nRequest Method: POST\nException Value: shape mismatch\n\nRequest information:\n${echo}`;
const djangoHtml = `<h1>ValueError</h1><p>${echo}</p><table><tr><th>Exception Value:</th>
  <td><pre>shape &lt;mismatch&gt;</pre></td></tr></table><h2>Request information</h2>${echo}`;
const throttled = (seconds: number) =>
  `{"status": false, "error": "Request was throttled. Expected available in ${seconds} seconds."}`;

/** What a GET comes to, how often it was sent, and what it says. A run is sent once, and comes to the same. */
const outcomes: [
  name: string,
  answer: Answer,
  error: Readonly<Record<string, unknown>>,
  attempts: number,
  said?: RegExp,
][] = [
  ['429 without a header', http('429 Too Many', '{}'), { code: 'Throttled', status: 429 }, 3],
  ['429 with Retry-After', http('429 Too Many', '{}', { 'retry-after': '0' }), { code: 'Throttled' }, 3],
  [
    '429 that asks for more than the longest wait',
    http('429 Too Many', throttled(6), asJson),
    { code: 'Throttled', retryAfterMs: 6000 },
    1,
    /Expected available in 6 seconds/,
  ],
  [
    '500 with text of Django',
    http('500 Oops', djangoText, text),
    { code: 'ServerError' },
    3,
    /: shape mismatch$/,
  ],
  [
    '500 with HTML of Django',
    http('500 Oops', djangoHtml, html),
    { code: 'ServerError' },
    3,
    /: shape <mismatch>$/,
  ],
  ['500 with Django cut off', http('500 Oops', djangoText.slice(0, 60), text), { code: 'ServerError' }, 3],
  ['502 with HTML', http('502 Bad', '<html>SECRET</html>', html), { code: 'ServerError' }, 3, /Bad gateway$/],
  ['503 with nothing', http('503 Busy', ''), { code: 'ServerError', status: 503 }, 3],
  ['501', http('501 No', '{}'), { code: 'ServerError', status: 501 }, 1],
  ['404', http('404 None', '{"error": "no such thing"}'), { code: 'NotFound' }, 1, /no such thing$/],
  ['truncated JSON', http('200 OK', '{"job_id": "SECRET', asJson), { code: 'UnexpectedResponse' }, 1],
  ['JSON of another shape', http('200 OK', '{"job_id": 7}', asJson), { code: 'UnexpectedResponse' }, 1],
  ['HTML that says it is JSON', http('200 OK', '<p>SECRET</p>', asJson), { code: 'UnexpectedResponse' }, 1],
  ['HTML', http('200 OK', '<p>log in, SECRET</p>', html), { code: 'UnexpectedResponse' }, 1, /text\/html/],
  [
    'a picture',
    http('200 OK', '\x89PNG', { 'content-type': 'image/png' }),
    { code: 'UnexpectedResponse' },
    1,
  ],
  ['204 with nothing', (socket) => socket.end('HTTP/1.1 204 No\r\n\r\n'), { code: 'UnexpectedResponse' }, 1],
  ['a status that is none', http('999 What', '{}'), { code: 'ServerError', status: 999 }, 3],
  [
    'another protocol',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    { code: 'NetworkFailed' },
    3,
  ],
  ['no answer at all', () => {}, { code: 'TimedOut' }, 3],
  [
    'only that it may go on',
    (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
    { code: 'TimedOut' },
    3,
  ],
  [
    'a body byte by byte',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('['), 10);
      socket.on('close', () => clearInterval(timer));
    },
    { code: 'TimedOut' },
    3,
  ],
  ['a reset before the headers', (socket) => socket.resetAndDestroy(), { code: 'NetworkFailed' }, 3],
  ['an end before the headers', (socket) => socket.end(), { code: 'NetworkFailed' }, 3],
  [
    'a reset in the middle of the body',
    (socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"job', () => socket.resetAndDestroy()),
    { code: 'NetworkFailed' },
    3,
  ],
  [
    'an end in the middle of the body',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"job'),
    { code: 'NetworkFailed' },
    3,
  ],
  [
    'an end in the middle of a chunk',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"job'),
    { code: 'NetworkFailed' },
    3,
  ],
  ['no HTTP', (socket) => socket.end('SSH-2.0-x\r\n'), { code: 'NetworkFailed' }, 3],
  [
    'headers without an end',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(99_999)}`),
    { code: 'NetworkFailed' },
    3,
  ],
  ['gzip that is none', http('200 OK', '{}', { 'content-encoding': 'gzip' }), { code: 'NetworkFailed' }, 3],
  [
    'a redirect to nowhere',
    http('302 Found', '', { location: 'file:///etc/passwd' }),
    { code: 'UnexpectedResponse', status: 302 },
    1,
  ],
];

describe.each(outcomes)('%s', (_name, answer, expected, attempts, said) => {
  // Short where it is what the test waits for.
  const timeout = expected.code === 'TimedOut' ? 150 : 20_000;

  test(`ends a GET after ${attempts}`, async () => {
    await using server = await startHostile(answer);
    const error = await rejection(clientOf(server.url, { timeout }).getTask('j-1'));
    expect(error).toMatchObject({ ...expected, method: 'GET', url: `${server.url}/algorithms/tasks/j-1` });
    if (said) expect((error as Error).message).toMatch(said);
    expect(inspect(error, { depth: null })).not.toContain('SECRET');
    expect(JSON.stringify(error)).not.toContain('SECRET');
    expect(server.requests).toEqual(Array(attempts).fill('GET /algorithms/tasks/j-1'));
  });

  test('ends a run at once', async () => {
    await using server = await startHostile(answer);
    const client = clientOf(server.url, { runTimeout: timeout });
    const run = client.runAlgorithm('a', { features: { a: [1] } });
    expect(await rejection(run)).toMatchObject({ ...expected, method: 'POST' });
    expect(server.requests).toEqual(['POST /algorithms/a/predict']);
  });
});

describe('a run', () => {
  const features = { a: [1] };

  test('whose redirect leads elsewhere is not sent there', async () => {
    await using elsewhere = await startHostile(http('200 OK', '{"job_id": "j"}'));
    await using server = await startHostile(http('307 Moved', '', { location: `${elsewhere.url}/x` }));
    const error = await rejection(clientOf(server.url).runAlgorithm('a', { features }));
    expect(error).toMatchObject({ code: 'UnexpectedResponse', status: 307 });
    expect(elsewhere.requests).toEqual([]);
  });

  test('is sent again when the caller opted in, but not from a stream', async () => {
    await using server = await startHostile((socket, attempt) =>
      attempt === 2 ? http('200 OK', '{"job_id": "j"}')(socket, attempt) : socket.resetAndDestroy(),
    );
    const client = clientOf(server.url, { retry: { runs: true, baseDelayMs: 1 } });
    expect(await client.runAlgorithm('a', { features })).toMatchObject({ kind: 'task' });
    expect(server.requests).toHaveLength(2);
    const bytes = new TextEncoder().encode('PAR1PAR1PAR1');
    const stream = new ParquetStream(new Blob([bytes]).stream(), bytes.length);
    const error = await rejection(client.runAlgorithm('a', { features: stream }));
    expect(error).toMatchObject({ code: 'NetworkFailed' });
    expect(server.requests).toHaveLength(3);
  });

  test('is sent again when nobody had listened, and not a byte was accepted', async () => {
    const server = await startServer((_request, response) => json(response, { job_id: 'j' }));
    const { port } = new URL(server.url);
    await server.close();
    let late: Server | undefined;
    let requests = 0;
    const client = clientOf(server.url, {
      retry: { limit: 5, baseDelayMs: 50 },
      hooks: {
        beforeRetry: ({ error }) => {
          expect(error.code).toBe('NetworkFailed');
          late ??= createServer((socket) =>
            socket.once('data', () => {
              requests += 1;
              http('200 OK', '{"job_id": "j"}')(socket, 1);
            }),
          ).listen(Number(port), '127.0.0.1');
        },
      },
    });
    expect(await client.runAlgorithm('a', { features })).toMatchObject({ kind: 'task' });
    expect(requests).toBe(1);
    late?.close();
  });

  test('that is refused before its upload has ended gets the refusal, and the rest is not read', async () => {
    let read = 0;
    const large = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    await using server = await startSockets((socket) =>
      socket.once('data', () => {
        socket.pause();
        http('413 Too Large', '{"error": "too large"}', asJson)(socket, 1);
      }),
    );
    const client = clientOf(server.url);
    const run = client.runAlgorithm('a', { features: new ParquetStream(large, 2 ** 30) });
    expect(await rejection(run)).toMatchObject({ code: 'RequestRefused', status: 413 });
    expect(read).toBeLessThan(2 ** 25);
  });

  test('whose connection is lost during the upload is not sent again', async () => {
    await using server = await startSockets((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const parquet = new Blob(['PAR1', new Uint8Array(20_000_000), 'PAR1']);
    const error = await rejection(clientOf(server.url).runAlgorithm('a', { features: parquet }));
    expect(error).toMatchObject({ code: 'NetworkFailed' });
    expect(server.connections()).toBe(1);
  });

  test('is given up in the middle of its upload, by signal and by a listener that throws', async () => {
    await using server = await startSockets((socket) => socket.pause());
    const parquet = new Blob(['PAR1', new Uint8Array(20_000_000), 'PAR1']);
    const client = clientOf(server.url);
    const controller = new AbortController();
    const aborted = client.runAlgorithm('a', {
      features: parquet,
      signal: controller.signal,
      onUploadProgress: ({ sent, total }) => {
        expect(total).toBeGreaterThan(20_000_000);
        if (sent > 1_000_000) controller.abort(new Error('enough'));
      },
    });
    expect(await rejection(aborted)).toMatchObject({ code: 'Aborted', cause: { message: 'enough' } });
    const thrown = client.runAlgorithm('a', {
      features: parquet,
      onUploadProgress: () => {
        throw new Error('listener');
      },
    });
    expect(await rejection(thrown)).toMatchObject({ code: 'BodyFailed', cause: { message: 'listener' } });
    const rejected = client.runAlgorithm('a', {
      features: parquet,
      onUploadProgress: () => Promise.reject(new Error('listener')),
    });
    expect(await rejection(rejected)).toMatchObject({ code: 'BodyFailed', cause: { message: 'listener' } });
    expect(server.connections()).toBe(3);
  });

  test.each([
    ['', {}],
    [' by fetch', { fetch: globalThis.fetch }],
  ])('loses no run to a listener that throws when all is sent%s', async (_way, way) => {
    await using aiCore = await startAiCore((_request, response) => json(response, { job_id: 'j' }), way);
    const onUploadProgress = ({ sent, total = sent }: UploadProgress) => {
      if (sent === total) throw new Error('listener');
    };
    const run = await aiCore.client.runAlgorithm('a', { features: { a: [1] }, onUploadProgress });
    expect(run).toMatchObject({ kind: 'task' });
  });
});

describe('time', () => {
  test('is new for each attempt, and all attempts together have no more than the total', async () => {
    await using server = await startHostile(() => {});
    const began = performance.now();
    const client = clientOf(server.url, {
      timeout: 400,
      totalTimeout: 1000,
      retry: { limit: 9, baseDelayMs: 1 },
    });
    expect(await rejection(client.getTask('j'))).toMatchObject({ code: 'TimedOut' });
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(5000);
    expect(server.requests.length).toBeGreaterThanOrEqual(2);
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  test('is not spent on a wait that ends after it', async () => {
    await using server = await startHostile(http('503 Busy', '', { 'retry-after': '30' }));
    const client = clientOf(server.url, { totalTimeout: 5000, retry: { maxDelayMs: 60_000 } });
    const began = performance.now();
    expect(await rejection(client.getTask('j'))).toMatchObject({ code: 'ServerError' });
    expect(performance.now() - began).toBeLessThan(4000);
    expect(server.requests).toHaveLength(1);
  });

  test('ends a fetch that heeds no signal', async () => {
    const client = clientOf('http://core.invalid', {
      fetch: () => new Promise(() => {}),
      timeout: 50,
      retry: 0,
    });
    expect(await rejection(client.getTask('j'))).toMatchObject({ code: 'TimedOut' });
  });
});

test('an answer nobody asked for does not become that of the next request', async () => {
  const answer = (id: string) => {
    const body = `{"job_id": "${id}", "status": "Pending"}`;
    return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  };
  await using server = await startSockets((socket) =>
    socket.on('data', (chunk: Buffer) => {
      const id = /tasks\/([\w-]+)/.exec(chunk.toString())?.[1] ?? '';
      socket.write(answer(id) + answer('smuggled'));
    }),
  );
  const client = clientOf(server.url);
  for (const id of ['j-1', 'j-2', 'j-3']) expect(await client.getTask(id)).toMatchObject({ job_id: id });
  expect(server.connections()).toBe(3);
});

test('10,000 jobs are polled at once, and nothing is left of it: no warning, rejection, timer or socket', async () => {
  const polls = new Map<string, number>();
  await using server = await startServer((request, response) => {
    const id = request.path.split('/').at(-1) ?? '';
    const count = (polls.get(id) ?? 0) + 1;
    polls.set(id, count);
    if (id.endsWith('77') && count === 1) response.socket?.resetAndDestroy();
    else if (id.endsWith('33') && count === 1) json(response, { error: 'busy' }, 429, { 'retry-after': '0' });
    else json(response, { job_id: id, status: count < 2 ? 'Pending' : 'Finished', success: true });
  });
  const code = `
     import { createClient } from './dist/index.js';
     const client = createClient({ token: 't', url: '${server.url}', retry: { baseDelayMs: 1 } });
     const jobs = Array.from({ length: 10_000 }, (_, number) => 'j-' + number);
     const signal = new AbortController().signal;
     const tasks = await Promise.all(
       jobs.map((job) => client.waitForTask(job, { minDelayMs: 1, timeout: 600_000, signal })),
     );
     await new Promise((resolve) => setImmediate(resolve));
     const left = process.getActiveResourcesInfo().filter((name) => !/^(TTY|Pipe|FS)/.test(name));
     console.log(JSON.stringify({ finished: tasks.filter((task) => task.status === 'Finished').length, left }));`;
  const { exitCode, output } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(import.meta.dirname, '..'),
  });
  // It ends by itself: a timer of an hour that was left would keep it.
  expect({ exitCode, output: output.trim() }).toEqual({
    exitCode: 0,
    output: '{"finished":10000,"left":[]}',
  });
  expect(polls.size).toBe(10_000);
  expect([...polls.values()].every((count) => count === 2)).toBe(true);
});
