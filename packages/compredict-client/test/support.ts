import type { ServerResponse } from 'node:http';
import { type Handler, startServer, type TestServer } from '@x/test-kit';
import { type AiCoreClient, type ClientSettings, createClient } from '../src/index.ts';

/** Answers JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A server that plays AI Core as the handler says, and a client of it that never waits long before a retry. */
export async function startAiCore(
  handler: Handler,
  settings: ClientSettings = {},
): Promise<{ server: TestServer; client: AiCoreClient } & AsyncDisposable> {
  const server = await startServer(handler);
  const client = createClient({
    token: 'access-1',
    url: `${server.url}/api/v2/`,
    retry: { baseDelayMs: 1, maxDelayMs: 20 },
    ...settings,
    failOnError: true,
  });
  return { server, client, [Symbol.asyncDispose]: () => server.close() };
}

/** An unsigned JSON web token with these claims. */
export function jwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not reject.');
}
