import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { startServer, startSockets } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { createAgents } from './agents.ts';
import type { HttpRequest } from './http-request.ts';
import { sendByNode } from './send-by-node.ts';

const agents = createAgents();

function post(url: string, more: Partial<HttpRequest> = {}) {
  return sendByNode({ method: 'POST', url: new URL(url), headers: {}, ...more }, agents);
}

test('sends method, path, headers and bytes, and answers status, headers and bytes', async () => {
  await using server = await startServer((_request, response) => {
    response.writeHead(201, { 'x-a': ['1', '2'] }).end('é');
  });
  const body = new TextEncoder().encode('hello');
  const answer = await post(`${server.url}/a%20b?c=d`, { headers: { 'x-b': '3' }, body });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('x-a')).toBe('1, 2');
  expect(new TextDecoder().decode(answer.bytes)).toBe('é');
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/a%20b?c=d',
    headers: { 'x-b': '3', 'content-length': '5' },
    body: Buffer.from('hello'),
  });
});

test('a redirect is an answer', async () => {
  await using server = await startServer((_request, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect((await post(server.url)).status).toBe(307);
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (text: string) => text],
])('an answer in %s', async (encoding, encode) => {
  await using server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(encode('some text'));
  });
  expect(new TextDecoder().decode((await post(server.url)).bytes)).toBe('some text');
});

test('connections are kept', async () => {
  const ports = new Set<number | undefined>();
  await using server = await startServer((_request, response) => {
    ports.add(response.socket?.remotePort);
    response.end();
  });
  const own = createAgents();
  for (let count = 0; count < 3; count += 1)
    await sendByNode({ method: 'GET', url: new URL(server.url), headers: {} }, own);
  expect(ports.size).toBe(1);
});

describe('a body on its way', () => {
  /** Counts what was asked for, and whether it was let go of. */
  function source(pieces: number, size = 65_536) {
    const seen = { asked: 0, closed: false };
    async function* read() {
      // One buffer for all, as a file has it.
      const buffer = new Uint8Array(size);
      try {
        for (; seen.asked < pieces; seen.asked += 1) yield buffer.fill(seen.asked % 256);
      } finally {
        seen.closed = true;
      }
    }
    return { seen, body: read() };
  }

  test('arrives whole though its buffer is used over and over', async () => {
    await using server = await startServer((_request, response) => {
      response.end();
    });
    const { seen, body } = source(200);
    await post(server.url, { body, headers: { 'content-length': String(200 * 65_536) } });
    const received = server.requests[0]?.body ?? Buffer.alloc(0);
    expect(received.length).toBe(200 * 65_536);
    for (let piece = 0; piece < 200; piece += 1) {
      const part = received.subarray(piece * 65_536, (piece + 1) * 65_536);
      expect(part.equals(Buffer.alloc(65_536, piece))).toBe(true);
    }
    expect(seen.closed).toBe(true);
  });

  test('goes out in chunks when its size is not stated', async () => {
    await using server = await startServer((_request, response) => {
      response.end();
    });
    await post(server.url, { body: source(3, 10).body });
    expect(server.requests[0]?.headers['transfer-encoding']).toBe('chunked');
    expect(server.requests[0]?.body).toHaveLength(30);
  });

  test('is read no faster than the network takes it', async () => {
    await using server = await startSockets((socket) => socket.pause());
    const { seen, body } = source(10_000);
    const controller = new AbortController();
    const answer = post(server.url, { body, signal: controller.signal });
    let before = -1;
    while (seen.asked === 0 || before !== seen.asked) {
      before = seen.asked;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // What the two kernels buffer between them: megabytes of the 655.
    expect(seen.asked).toBeLessThan(1000);
    controller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    await expect.poll(() => seen.closed).toBe(true);
  });

  test.each<[string, (socket: Socket) => void]>([
    ['stays', () => {}],
    ['ends', (socket) => socket.end()],
    ['is reset', (socket) => socket.resetAndDestroy()],
  ])('is not read on when the server has answered, and the connection then %s', async (_name, then) => {
    await using server = await startSockets((socket) =>
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno', () => then(socket));
      }),
    );
    const { seen, body } = source(10_000);
    const answer = await post(server.url, { body, headers: { 'content-length': String(10_000 * 65_536) } });
    expect(answer.status).toBe(413);
    expect(seen.asked).toBeLessThan(1000);
    await expect.poll(() => seen.closed).toBe(true);
  });

  test('that fails is what the request fails with, and the server sees no end of it', async () => {
    let ended = false;
    await using server = await startServer((_request, response) => {
      ended = true;
      response.end();
    });
    const failure = new Error('disk on fire');
    async function* body() {
      yield new Uint8Array(10);
      throw failure;
    }
    await expect(post(server.url, { body: body() })).rejects.toBe(failure);
    expect(ended).toBe(false);
  });
});

describe('no answer', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['a reset before it', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['an end before it', (socket) => socket.end(), 'ECONNRESET'],
    ['no HTTP', (socket) => socket.end('SSH-2.0-x\r\n'), 'HPE_INVALID_CONSTANT'],
    [
      'a reset within it',
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc', () => socket.resetAndDestroy()),
      'ECONNRESET',
    ],
    [
      'an end within it',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'),
      'ECONNRESET',
    ],
    [
      'half of its gzip',
      (socket) => {
        const half = gzipSync('some text that is long enough').subarray(0, 20);
        socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n');
        socket.write(half);
      },
      'Z_BUF_ERROR',
    ],
    [
      'headers without end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
      'HPE_HEADER_OVERFLOW',
    ],
  ])('but %s', async (_name, serve, code) => {
    await using server = await startSockets((socket) => socket.once('data', () => serve(socket)));
    await expect(post(server.url)).rejects.toMatchObject({ code });
  });

  test('nor a connection', async () => {
    const sockets = await startSockets(() => {});
    await sockets[Symbol.asyncDispose]();
    await expect(post(sockets.url)).rejects.toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' });
  });
});

test('a change to another protocol is no answer', async () => {
  await using server = await startSockets((socket) =>
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ),
  );
  await expect(post(server.url)).rejects.toThrow('closed without an answer');
});

describe('an abort', () => {
  test('before anything is sent', async () => {
    await using server = await startServer(() => {});
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(post(server.url, { signal })).rejects.toThrow('enough');
    expect(server.requests).toHaveLength(0);
  });

  test('while the answer is awaited', async () => {
    const controller = new AbortController();
    await using server = await startServer(() => controller.abort(new Error('enough')));
    await expect(post(server.url, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('in the middle of the answer', async () => {
    const controller = new AbortController();
    await using server = await startServer((_request, response) => {
      response.writeHead(200, { 'content-length': '9' });
      response.write('abc', () => controller.abort(new Error('enough')));
    });
    await expect(post(server.url, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

test('nothing of node:http ends a request that waits long for its answer, only a connection that nobody uses', async () => {
  // Nobody waits for 300 s here: the one limit there is, on idle connections, is set to a hundredth of the wait.
  const [timeout, wait] = [2, 200];
  const own = { http: new http.Agent({ keepAlive: true, timeout }), https: new https.Agent() };
  const ports = new Set<number | undefined>();
  await using server = await startServer(async (_request, response) => {
    ports.add(response.socket?.remotePort);
    await new Promise((resolve) => setTimeout(resolve, wait));
    response.end('late');
  });
  for (const _ of [1, 2]) {
    const { bytes } = await sendByNode({ method: 'POST', url: new URL(server.url), headers: {} }, own);
    expect(new TextDecoder().decode(bytes)).toBe('late');
    await new Promise((resolve) => setTimeout(resolve, 20 * timeout));
  }
  expect(ports.size).toBe(2);
});
