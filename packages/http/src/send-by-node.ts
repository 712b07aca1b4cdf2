import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Agents } from './agents.ts';
import { decodeBody } from './decode-body.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';

/**
 * Sends one request by node:http, and answers when the whole answer is there. Beside Node.js' own `fetch` it holds no more
 * of a body than the piece that is on its way, and has no limit of its own on the time until the answer comes.
 *
 * An answer that comes before the body has gone out ends the sending: it is the server's word, and nobody reads the rest.
 * Redirects are answers like any other.
 *
 * Rejects with what failed: node:http's error, the signal's reason, or what the body threw.
 */
export function sendByNode(request: HttpRequest, agents: Agents): Promise<HttpAnswer> {
  const { method, url, headers, body, signal } = request;
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const outgoing = (secure ? https : http).request(url, {
      method,
      agent: secure ? agents.https : agents.http,
      headers: { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'node', ...headers },
    });
    const abort = () => {
      reject(signal?.reason);
      outgoing.destroy();
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    outgoing.on('error', reject);
    let answered = false;
    outgoing.on('close', () => {
      signal?.removeEventListener('abort', abort);
      // As when a server changes to another protocol, which is no error to node:http.
      if (!answered) reject(new Error('The connection was closed without an answer'));
    });
    outgoing.on('response', (incoming) => {
      answered = true;
      const done = () => {
        // The connection is of no more use when the server has not read all.
        if (!outgoing.writableEnded) outgoing.destroy();
      };
      readAnswer(incoming).then(resolve, reject).finally(done);
    });
    writeBody(outgoing, body).catch((error: unknown) => {
      reject(error);
      outgoing.destroy();
    });
  });
}

/** Writes piece by piece, each when the network has taken the one before. Ends early with the request. */
async function writeBody(outgoing: ClientRequest, body: HttpRequest['body']): Promise<void> {
  if (body === undefined || body instanceof Uint8Array) {
    outgoing.end(body);
    return;
  }
  let over = false;
  const stop = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    outgoing.once('response', end).once('close', end);
  });
  for await (const piece of body) {
    if (over) return;
    // A request that ended says so by its own events: a piece that could not be written says nothing new.
    const written = new Promise<void>((resolve) => outgoing.write(piece, () => resolve()));
    await Promise.race([written, stop]);
    if (over) return;
  }
  outgoing.end();
}

function readAnswer(incoming: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', reject);
    incoming.on('end', () => resolve(answerOf(incoming, joined(chunks))));
  });
}

/** Not `Buffer.concat`, whose memory small buffers share: whoever has the bytes has their `buffer` too. */
function joined(chunks: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function answerOf(incoming: IncomingMessage, encoded: Uint8Array<ArrayBuffer>): Promise<HttpAnswer> {
  const headers = new Headers();
  const { rawHeaders, statusCode: status = 0 } = incoming;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const bytes = await decodeBody(encoded, headers.get('content-encoding'));
  return { status, headers, bytes };
}
