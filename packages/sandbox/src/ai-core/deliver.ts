import type { Target } from './callbacks.ts';
import { type Delivery, kindOf, methodFor, placeOf } from './delivery.ts';
import { connectionError, refusalError } from './delivery-error.ts';

/** What a delivery needs beside the target. */
export interface DeliverContext {
  readonly jobId: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly now: () => Date;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

const JSON_TYPE = 'application/json';

/** Sends a result to one target, once. Never rejects: what went wrong is in the record. */
export async function deliver(
  target: Target,
  { jobId, body, now, signal }: DeliverContext,
): Promise<Delivery> {
  const kind = kindOf(target);
  const method = methodFor(kind);
  const about = {
    jobId,
    kind,
    method,
    target: placeOf(target),
    startedAt: now(),
  } as const;
  try {
    const response = await fetch(withoutUser(target.url), {
      method,
      signal,
      // A POST whose answer redirects (success_action_redirect) has succeeded; it is not for us to look at the page.
      redirect: kind === 's3-post' ? 'manual' : 'follow',
      ...payload(target, kind, `${jobId}.json`, JSON.stringify(body)),
    });
    const answer = (await response.text()).slice(0, 65_536);
    const ok = response.ok || (kind === 's3-post' && response.status === 303);
    const error = ok ? {} : { error: refusalError(target, response, answer) };
    return { ...about, ok, status: response.status, ...error, finishedAt: now() };
  } catch (error) {
    return { ...about, ok: false, error: connectionError(error), finishedAt: now() };
  }
}

function payload(
  { url, fields }: Target,
  kind: Delivery['kind'],
  filename: string,
  json: string,
): Pick<RequestInit, 'body' | 'headers'> {
  const headers = new Headers(authorization(url));
  if (kind !== 's3-post') {
    headers.set('content-type', JSON_TYPE);
    if (kind === 'azure-blob') headers.set('x-ms-blob-type', 'BlockBlob');
    return { headers, body: json };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value);
  // S3 ignores every field after the file (Amazon S3 API Reference, POST Object).
  form.append('file', new Blob([json], { type: JSON_TYPE }), filename);
  return { headers, body: form };
}

/** `https://user:password@host/` is sent as Basic authentication; `fetch` refuses such URLs, and quotes them. */
function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}
