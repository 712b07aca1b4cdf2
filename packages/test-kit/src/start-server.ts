import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the server saw it, its body read to the end. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as a form, for multipart and urlencoded requests. */
  form(): Promise<FormData>;
  /** The body as JSON. */
  json(): unknown;
}

/** Answers one request. A handler that throws answers 500, so that no test hangs on its own mistake. */
export type Handler = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server on a free loopback port. */
export interface TestServer extends AsyncDisposable {
  /** Origin without a trailing slash, such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Every request that arrived, in order. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that records what it is sent.
 *
 * @example
 * ```ts
 * await using server = await startServer((request, response) => response.end(request.path));
 * ```
 */
export async function startServer(handler: Handler): Promise<TestServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return; // The client went away in mid-body: there is nobody left to answer.
    }
    const body = Buffer.concat(chunks);
    const request: RecordedRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
      form: () =>
        new Response(body, {
          headers: { 'content-type': incoming.headers['content-type'] ?? '' },
        }).formData(),
      json: () => JSON.parse(body.toString('utf8')),
    };
    requests.push(request);
    try {
      await handler(request, response);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The test's handler threw: ${error}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, requests, close, [Symbol.asyncDispose]: close };
}
