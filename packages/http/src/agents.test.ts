import { once } from 'node:events';
import { createServer as createProxyServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { startServer } from '@x/test-kit';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ConnectionOptions, createAgents } from './agents.ts';
import { sendByNode } from './send-by-node.ts';

afterEach(() => vi.unstubAllEnvs());

async function get(url: string, options?: ConnectionOptions): Promise<string> {
  const agents = createAgents(options);
  const { bytes } = await sendByNode({ method: 'GET', url: new URL(url), headers: {} }, agents);
  agents.http.destroy();
  agents.https.destroy();
  return new TextDecoder().decode(bytes);
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A certificate for `localhost` that nobody has signed but itself. */
const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
});

async function startSecure(options: object = {}) {
  const server = createSecureServer(
    { key: certificate.private, cert: certificate.cert, ...options },
    (_request, response) => response.end('secret'),
  );
  const port = await portOf(server);
  return { url: `https://localhost:${port}/`, port, [Symbol.asyncDispose]: async () => void server.close() };
}

/** A proxy that forwards what it is asked for, and keeps a list. */
async function startProxy() {
  const asked: string[] = [];
  const server = createProxyServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
    response.end('from the proxy');
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    const [, port] = (request.url ?? '').split(':');
    const target = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [socket, target]) end.on('error', () => {});
  });
  const port = await portOf(server);
  return { port, asked, [Symbol.asyncDispose]: async () => void server.close() };
}

describe('TLS', () => {
  test('refuses a server that nobody vouches for', async () => {
    await using server = await startSecure();
    await expect(get(server.url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  test.each<[string, ConnectionOptions]>([
    ['one authority', { tls: { ca: certificate.cert } }],
    ['several', { tls: { ca: [certificate.cert] } }],
    ['none, at your own risk', { tls: { rejectUnauthorized: false } }],
  ])('trusts %s', async (_name, options) => {
    await using server = await startSecure();
    expect(await get(server.url, options)).toBe('secret');
  });

  test('finds out at once that a key does not fit', async () => {
    const { cert } = certificate;
    const other = await generate([{ name: 'commonName', value: 'localhost' }]);
    expect(() => createAgents({ tls: { cert, key: 'no key' } })).toThrow();
    expect(() => createAgents({ tls: { cert, key: other.private } })).toThrow();
  });

  test('shows the certificate of the client', async () => {
    await using server = await startSecure({ requestCert: true, ca: certificate.cert });
    const { cert, private: key } = certificate;
    await expect(get(server.url, { tls: { ca: cert } })).rejects.toThrow();
    expect(await get(server.url, { tls: { ca: cert, cert, key } })).toBe('secret');
  });
});

describe('a proxy', () => {
  test('is asked for the whole URL, with its user and password', async () => {
    await using proxy = await startProxy();
    const options = { proxy: `http://us:p%40w@127.0.0.1:${proxy.port}` };
    expect(await get('http://core.invalid/x?y', options)).toBe('from the proxy');
    const credentials = Buffer.from('us:p@w').toString('base64');
    expect(proxy.asked).toEqual([`GET http://core.invalid/x?y Basic ${credentials}`]);
  });

  test('sees nothing of what goes to a secure server but its name', async () => {
    await using server = await startSecure();
    await using proxy = await startProxy();
    const options = { proxy: `http://127.0.0.1:${proxy.port}`, tls: { ca: certificate.cert } };
    expect(await get(server.url, options)).toBe('secret');
    expect(proxy.asked).toEqual([`CONNECT localhost:${server.port}`]);
  });

  test('is taken from the environment, but for NO_PROXY and this machine', async () => {
    await using server = await startServer((_request, response) => {
      response.end('direct');
    });
    await using proxy = await startProxy();
    for (const name of ['http_proxy', 'no_proxy']) vi.stubEnv(name, undefined);
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NO_PROXY', '.internal.invalid');
    expect(await get('http://core.invalid/')).toBe('from the proxy');
    expect(await get(server.url)).toBe('direct');
    await expect(get('http://a.internal.invalid/')).rejects.toMatchObject({ syscall: 'getaddrinfo' });
    await expect(get('http://core.invalid/', { proxy: false })).rejects.toMatchObject({
      syscall: 'getaddrinfo',
    });
  });
});
