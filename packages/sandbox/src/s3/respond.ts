import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Refusal } from '@x/s3-presign/verify';
import type { Answer } from './operations/operation.ts';

/** Names of a request, such as S3's support asks for. */
export interface RequestIds {
  readonly requestId: string;
  readonly hostId: string;
}

export function requestIds(): RequestIds {
  return {
    requestId: randomBytes(8).toString('hex').toUpperCase(),
    hostId: randomBytes(48).toString('base64'),
  };
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

/** Sends an answer. The bytes of an object are sent as they are read. */
export async function send(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...length, ...headers });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  await pipeline(Readable.from(body, { objectMode: false }), response);
}
