import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@x/s3-presign/verify';
import { headerText } from './header-text.ts';

/** An error of S3 that is not about a signature or a policy. */
export function s3Error(
  status: number,
  code: string,
  message: string,
  details: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal({ status, code, message, culprit: { kind: 'body' }, details });
}

/** Answers with S3's error document; to a HEAD with its status alone, as HTTP has it. */
export function answerRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const ids = requestIds();
  const resource = (request.url ?? '/').split('?')[0] ?? '/';
  const xml = refusal.toXml({ Resource: resource, RequestId: ids.requestId, HostId: ids.hostId });
  response.writeHead(refusal.status, {
    'content-type': 'application/xml',
    'x-amz-request-id': ids.requestId,
    'x-amz-id-2': ids.hostId,
    server: 'AmazonS3',
  });
  response.end(request.method === 'HEAD' ? undefined : xml);
}

// Query parameters of a GET or HEAD that make S3 answer with headers other than the stored ones.
const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/**
 * Passes on what the storage, or a form, answered.
 *
 * @param parameters - The query of a GET or HEAD, whose `response-*` override headers of the object.
 */
export async function answerWith(
  response: ServerResponse,
  answer: Response,
  parameters: URLSearchParams = new URLSearchParams(),
): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = new Map(answer.headers);
  if (answer.ok)
    for (const name of OVERRIDES) {
      const override = parameters.get(`response-${name}`);
      if (override !== null) headers.set(name, headerText(override));
    }
  // Of the connection to the storage, not of the object.
  for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'date']) headers.delete(name);
  if (!headers.has('x-amz-request-id')) {
    const ids = requestIds();
    headers.set('x-amz-request-id', ids.requestId).set('x-amz-id-2', ids.hostId);
  }
  headers.set('server', 'AmazonS3');
  response.writeHead(answer.status, Object.fromEntries(headers));
  response.end(body);
}

/** Names of a request, such as S3's support asks for. */
export function requestIds(): { requestId: string; hostId: string } {
  return {
    requestId: randomBytes(8).toString('hex').toUpperCase(),
    hostId: randomBytes(48).toString('base64'),
  };
}
