import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Refusal } from '@x/s3-presign/verify';
import type { Answer } from './operations/operation.ts';
import { isInMemory } from './storage/bytes.ts';

/** Names of a request, such as S3's support asks for. */
export interface RequestIds {
  readonly requestId: string;
  readonly hostId: string;
}

/** Names this server, as one of S3's is named. */
const HOST_ID = randomBytes(48).toString('base64');

// Counted, from anywhere: an ID has to be one request's alone, and nobody has to guess it.
const FIRST_HALF = randomBytes(4).toString('hex').toUpperCase();
let requests = randomBytes(4).readUInt32BE();

export function requestIds(): RequestIds {
  requests = (requests + 1) >>> 0;
  return { requestId: FIRST_HALF + requests.toString(16).toUpperCase().padStart(8, '0'), hostId: HOST_ID };
}

let lastSecond = Number.NaN;
let lastDate = '';

/** A time as HTTP writes it. */
export function httpDate(time: Date): string {
  const second = Math.floor(time.getTime() / 1000);
  // The answers of one second have one date.
  if (second !== lastSecond) {
    lastDate = time.toUTCString();
    lastSecond = second;
  }
  return lastDate;
}

/** A refusal as S3's error document; to a HEAD its status alone, as HTTP has it. */
export function refusalAnswer(
  request: IncomingMessage,
  { requestId, hostId }: RequestIds,
  refusal: Refusal,
): Answer {
  const Resource = (request.url ?? '/').split('?')[0] ?? '/';
  return {
    status: refusal.status,
    headers: { 'content-type': 'application/xml' },
    ...(request.method === 'HEAD'
      ? {}
      : { body: refusal.toXml({ Resource, RequestId: requestId, HostId: hostId }) }),
  };
}

/**
 * Sends an answer, and waits where its bytes come by and by: those of an object are sent as they are read.
 *
 * @param headers - All of them: Node.js writes them as they are then, and takes several times longer over single ones.
 */
export function send(
  response: ServerResponse,
  { status, body }: Answer,
  headers: Record<string, string>,
): Promise<void> | undefined {
  if (body === undefined || typeof body === 'string') {
    // Said also of nothing, which would else be sent as chunks; 204 and 304 have no body that could be of a length.
    if (status !== 204 && status !== 304)
      headers['content-length'] ??= body === undefined ? '0' : String(Buffer.byteLength(body));
    response.writeHead(status, headers);
    response.end(body);
    return undefined;
  }
  response.writeHead(status, headers);
  if (!isInMemory(body)) return pipeline(Readable.from(body, { objectMode: false }), response);
  // What is written in one turn, Node.js hands to the system as one.
  for (const chunk of body) response.write(chunk);
  response.end();
  return undefined;
}
