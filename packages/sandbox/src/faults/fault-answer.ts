import { type ServerResponse, STATUS_CODES } from 'node:http';
import { djangoPage } from '../ai-core/django-page.ts';
import { throttled } from '../ai-core/throttle.ts';
import { requestIds } from '../s3/respond.ts';
import { s3Error } from '../s3/s3-fault.ts';
import type { RequestFault } from './fault-rule.ts';

/** A whole answer. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Gives it in place of the server's, which never sees the request: what is left of the body is in the way of others. */
export function answerFault(response: ServerResponse, { status, headers, body }: FaultAnswer): void {
  response.writeHead(status, { ...headers, connection: 'close' }).end(body);
}

/** What the answer depends on. */
export interface FaultedRequest {
  readonly on: 'ai-core' | 's3';
  readonly method: string;
  readonly path: string;
  readonly accept: string | undefined;
}

type ServerError = Extract<RequestFault, { kind: 'server-error' }>;
type Throttled = Extract<RequestFault, { kind: 'throttled' }>;

const JSON_TYPE = { 'content-type': 'application/json' };

/** AI Core's or S3's words for: not so fast. */
export function throttledAnswer(
  { afterSeconds = 6, saidBy = 'both' }: Throttled,
  request: FaultedRequest,
): FaultAnswer {
  if (request.on === 's3') {
    const answer = s3Answer(503, 'SlowDown', 'Please reduce your request rate.', request);
    return saidBy === 'sentence'
      ? answer
      : { ...answer, headers: { ...answer.headers, 'retry-after': String(afterSeconds) } };
  }
  const { status, body, headers } = throttled(afterSeconds);
  return {
    status,
    headers: { ...JSON_TYPE, ...(saidBy === 'sentence' ? {} : headers) },
    body: JSON.stringify(saidBy === 'header' ? { status: false, error: 'Request was throttled.' } : body),
  };
}

/** The page of a server that fails, or of the proxy before it. */
export function serverErrorAnswer(
  { page = 'django', status = page === 'proxy' || page === 'empty' ? 502 : 500 }: ServerError,
  request: FaultedRequest,
): FaultAnswer {
  if (page === 'empty') return { status, headers: {}, body: '' };
  if (page === 'proxy') {
    return { status, headers: { 'content-type': 'text/html' }, body: proxyPage(status) };
  }
  if (request.on === 's3')
    return s3Answer(status, 'InternalError', 'We encountered an internal error. Please try again.', request);
  const message = 'Internal server error.';
  if (page === 'json')
    return { status, headers: JSON_TYPE, body: JSON.stringify({ status: false, error: message }) };
  if (page === 'flag')
    return { status, headers: JSON_TYPE, body: JSON.stringify({ error: 'True', error_msg: message }) };
  const { method, path } = request;
  const crash = { type: 'OperationalError', message: 'database is locked', method, path, post: LEAK };
  const { contentType, body } = djangoPage(crash, request.accept);
  return { status, headers: { 'content-type': contentType }, body };
}

/** The page echoes what was posted; the form of this request was not even read. */
const LEAK = [
  ['callback_url', 'https://account.blob.example/results/run.json?sv=2030-01-01&sig=made-up'],
] as const;

/** The reasons for which nginx has words of its own. */
const NGINX_REASONS: Readonly<Record<number, string>> = {
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

function proxyPage(status: number): string {
  const title = `${status} ${NGINX_REASONS[status] ?? STATUS_CODES[status] ?? 'Error'}`;
  return `<html>
<head><title>${title}</title></head>
<body>
<center><h1>${title}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`;
}

function s3Answer(
  status: number,
  code: string,
  message: string,
  { method, path }: FaultedRequest,
): FaultAnswer {
  const { requestId, hostId } = requestIds();
  const xml = s3Error(status, code, message).toXml({ Resource: path, RequestId: requestId, HostId: hostId });
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': requestId,
      'x-amz-id-2': hostId,
      server: 'AmazonS3',
    },
    body: method === 'HEAD' ? '' : xml,
  };
}
