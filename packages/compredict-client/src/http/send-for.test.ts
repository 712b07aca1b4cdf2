import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { startServer } from '@x/test-kit';
import { describe, expect, test, vi } from 'vitest';
import { createClient } from '../create-client.ts';

const options = { token: 't', url: 'http://core.invalid/api/v2', retry: 0 };

test('a proxy is asked for everything, and its password told to nobody', async () => {
  await using proxy = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  const url = new URL(proxy.url);
  url.username = 'us';
  url.password = 'SECRET';
  const client = createClient({ ...options, proxy: url });
  expect(await client.getAlgorithms()).toEqual([]);
  expect(proxy.requests[0]).toMatchObject({
    path: 'http://core.invalid/api/v2/algorithms',
    headers: { 'proxy-authorization': `Basic ${Buffer.from('us:SECRET').toString('base64')}` },
  });
  expect(inspect(client, { depth: null, showHidden: true })).not.toContain('SECRET');
});

test('nor by the error of a proxy that does not answer', async () => {
  const server = createServer((request) => request.socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  for (const url of ['http://core.invalid', 'https://core.invalid']) {
    const client = createClient({ ...options, url, proxy: `http://us:SECRET@127.0.0.1:${port}` });
    const error = await client.getAlgorithms().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NetworkFailed' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('SECRET');
  }
  server.close();
});

test('a malformed proxy of the environment is blamed for itself, with or without TLS options', () => {
  vi.stubEnv('HTTP_PROXY', 'http://us:SECRET@:99999');
  vi.stubEnv('http_proxy', undefined);
  for (const more of [{}, { tls: { rejectUnauthorized: false } }]) {
    expect(() => createClient({ ...options, ...more })).toThrow(
      'The proxy, given or of HTTP_PROXY or HTTPS_PROXY, has no usable URL.',
    );
  }
  vi.unstubAllEnvs();
});

describe('refused when the client is made', () => {
  const fetch = () => Promise.resolve(Response.json([]));
  test.each([
    ['a proxy that is no URL', { proxy: 'SECRET' }],
    ['a proxy of another kind', { proxy: 'socks5://us:SECRET@h' }],
    ['a key that is none', { tls: { cert: 'x', key: 'SECRET' } }],
    ['a proxy beside a fetch', { proxy: 'http://us:SECRET@h', fetch }],
    ['TLS options beside a fetch', { tls: { passphrase: 'SECRET' }, fetch }],
  ])('%s', (_name, more) => {
    expect(() => createClient({ ...options, ...more })).toThrow(
      expect.objectContaining({
        code: 'InvalidConfiguration',
        message: expect.not.stringContaining('SECRET'),
      }),
    );
  });
});
