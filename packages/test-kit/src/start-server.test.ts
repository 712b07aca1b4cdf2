import { expect, test } from 'vitest';
import { startServer } from './start-server.ts';

test('records method, path, headers and body, and answers what the handler writes', async () => {
  await using server = await startServer((request, response) => {
    response.writeHead(201).end(`${request.method} ${request.path}`);
  });
  const response = await fetch(`${server.url}/a%20b?c=d`, { method: 'PUT', body: '{"e":1}' });
  expect(response.status).toBe(201);
  expect(await response.text()).toBe('PUT /a%20b?c=d');
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.json()).toEqual({ e: 1 });
});

test('reads a multipart body as a form', async () => {
  await using server = await startServer((_request, response) => {
    response.end();
  });
  const form = new FormData();
  form.set('name', 'value');
  await fetch(server.url, { method: 'POST', body: form });
  expect((await server.requests[0]?.form())?.get('name')).toBe('value');
});

test('answers 500 when the handler throws', async () => {
  await using server = await startServer(() => {
    throw new Error('on purpose');
  });
  expect((await fetch(server.url)).status).toBe(500);
});
