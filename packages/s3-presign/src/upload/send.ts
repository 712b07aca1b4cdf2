import { createNodeSender, type SendRequest } from '@x/http';
import { UploadError } from '../errors.ts';
import { readS3Document } from '../read-s3-document.ts';
import type { FormEnvelope } from './form-envelope.ts';
import { causeWithoutSecrets } from './keep-secrets.ts';
import { CAN_STREAM, type OpenBody, openBody } from './open-body.ts';
import { s3ResponseError } from './read-s3-error.ts';
import { HAS_XHR, sendByXhr } from './send-by-xhr.ts';
import type { Content } from './upload-body.ts';
import type { CheckedTarget } from './upload-target.ts';

/** What S3 answered to an upload. */
export interface UploadResult {
  /** 200 for a URL; for a form 204, or what it asks for: 200, 201, 303. */
  readonly status: number;
  /** With its quotation marks, as S3 sends it. Browsers see it only when the bucket's CORS rules expose `ETag`. */
  readonly etag?: string;
  /** In buckets that keep versions. */
  readonly versionId?: string;
  /** Where the object is, or where a form's `successActionRedirect` leads. */
  readonly location?: string;
  /** Size of the object. */
  readonly bytes: number;
}

/** What one attempt needs. */
export interface Attempt {
  readonly target: CheckedTarget;
  readonly content: Content;
  /** Given for a form. */
  readonly envelope: FormEnvelope | undefined;
  /** Default: the global one; in pages XMLHttpRequest, in Node.js node:http. */
  readonly fetch: typeof fetch | undefined;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly onSent: (bytes: number) => void;
  /** 1 the first. */
  readonly number: number;
}

/**
 * Sends the body once.
 *
 * @throws S3ResponseError for an answer that is no success; UploadError when there is none.
 */
export async function send(attempt: Attempt): Promise<UploadResult> {
  const { target, content, envelope, signal, number } = attempt;
  const body = await openBody(content, envelope ?? {}, attempt.onSent, number);
  // A fresh limit for every attempt: one that has passed would end the next attempt before it begins.
  const limit = attempt.timeout === undefined ? undefined : AbortSignal.timeout(attempt.timeout);
  const signals = [signal, limit].filter((one) => one !== undefined);

  let response: Response;
  let text: string;
  try {
    response = await exchange(attempt, body, signals.length > 0 ? AbortSignal.any(signals) : undefined);
    text = response.status === 204 ? '' : await response.text();
  } catch (error) {
    const failure = body.failure();
    if (failure) throw failure.error;
    if (signal?.aborted)
      throw new UploadError('Aborted', number, 'The upload was aborted', { cause: signal.reason });
    const cause = causeWithoutSecrets(error, target.secrets);
    if (limit?.aborted)
      throw new UploadError('TimedOut', number, `No answer within ${attempt.timeout} ms`, { cause });
    throw new UploadError('NetworkFailed', number, 'The network failed before S3 answered', { cause });
  } finally {
    // An abort, or an answer that came early, leaves it half read.
    body.close();
  }
  if (response.type === 'opaqueredirect')
    throw new UploadError('NetworkFailed', number, 'S3 answered with a redirect, which browsers do not show');
  const redirected = target.method === 'POST' && response.status === 303;
  if (!response.ok && !redirected) throw s3ResponseError(response, text, target.secrets);
  return resultOf(response, text, content.size);
}

/** Kept between uploads, with its connections. */
let sendByNode: SendRequest | undefined;

async function exchange(
  attempt: Attempt,
  body: OpenBody,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const { target, content, envelope } = attempt;
  const { method, url } = target;
  const headers = headersOf(attempt);
  if (createNodeSender && attempt.fetch === undefined && !(body.init instanceof Blob)) {
    // The `fetch` of Node.js keeps nearly all of a body in memory.
    sendByNode ??= createNodeSender();
    const { bytes, ...rest } = await sendByNode({
      ...{ method, url: new URL(url), headers, signal },
      body: body.init,
    });
    return new Response(bytes.length === 0 ? null : bytes, rest);
  }
  if (HAS_XHR && attempt.fetch === undefined && body.init instanceof Blob) {
    const before = envelope?.head.length ?? 0;
    const onLoaded = (bytes: number) => body.report(Math.max(0, Math.min(bytes - before, content.size)));
    return sendByXhr({ method, url, headers, body: body.init, signal, onLoaded });
  }
  // Called by itself: as a method of something, the one of browsers refuses to work.
  const { fetch: send = fetch } = attempt;
  return send(url, {
    method,
    headers,
    body: body.init,
    // S3's redirects lead to another host, for which the signature does not hold; a form's lead to a page.
    redirect: 'manual',
    signal: signal ?? null,
    // Node.js wants this said of streams; it is not in TypeScript's DOM types.
    ...{ duplex: 'half' },
  });
}

function headersOf({ target, content, envelope }: Attempt): Record<string, string> {
  const headers: Record<string, string> = { ...target.headers };
  if (envelope) headers['content-type'] = envelope.contentType;
  else if (content.type !== '' && headers['content-type'] === undefined)
    headers['content-type'] = content.type;
  // Browsers count for themselves.
  if (!CAN_STREAM) delete headers['content-length'];
  else
    headers['content-length'] = String(
      content.size + (envelope ? envelope.head.length + envelope.tail.length : 0),
    );
  return headers;
}

function resultOf(response: Response, text: string, bytes: number): UploadResult {
  const elements = readS3Document(text);
  const find = (header: string, element: string) => response.headers.get(header) ?? elements.get(element);
  const etag = find('etag', 'ETag');
  const versionId = response.headers.get('x-amz-version-id');
  const location = find('location', 'Location');
  return {
    status: response.status,
    ...(etag === undefined ? {} : { etag }),
    ...(versionId === null ? {} : { versionId }),
    ...(location === undefined ? {} : { location }),
    bytes,
  };
}
