import { formAsBlob } from './form.ts';
import { callHook } from './hooks.ts';
import type { Outgoing, Send } from './send.ts';
import { untilAborted } from './until-aborted.ts';

/** The `fetch` that this package needs: the standard's, or anything that behaves like it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Sends by a `fetch`. A form goes as a Blob, which is of known size, and which browsers and Node.js take more kindly than a
 * FormData: aborting the upload of one right at its start is an unhandled rejection in Node.js (seen in 24.21).
 */
export function sendByFetch(fetch: Fetch): Send {
  return async ({ method, url, headers, signal, onSent, ...outgoing }) => {
    const exchange = async () => {
      // Reading a stream may take as long as the answer: it is within the time, too.
      const body = await bodyOf(outgoing, signal);
      const response = await fetch(url.href, {
        method,
        headers,
        body,
        signal,
        // A redirected POST would become a GET, or send the features elsewhere.
        redirect: method === 'GET' ? 'follow' : 'manual',
      });
      // It does not tell how far a body is, but with an answer it is all there. Nothing is left to give up.
      if (body instanceof Blob) callHook(onSent, body.size);
      const { status, headers: answered } = response;
      return { status, headers: answered, bytes: new Uint8Array(await response.arrayBuffer()) };
    };
    // A `fetch` of the caller's may not heed the signal.
    return untilAborted(exchange(), signal, () => signal.reason);
  };
}

async function bodyOf(
  { body }: Pick<Outgoing, 'body'>,
  signal: AbortSignal,
): Promise<Blob | Uint8Array<ArrayBuffer> | null> {
  if (body === undefined) return null;
  return body instanceof Uint8Array ? body : formAsBlob(body, signal);
}
