import type { SendRequest } from '@x/http';
import { followRedirects } from './follow-redirects.ts';
import { formSize, streamForm } from './form.ts';
import type { Send } from './send.ts';

/** Sends by a sender of Node.js: a form streams, and no more of it is in memory than what is on its way. */
export function sendBySender(send: SendRequest): Send {
  const get = followRedirects(send);
  return async ({ body, onSent, ...request }) => {
    if (request.method === 'GET') return get(request);
    if (body === undefined || body instanceof Uint8Array) return send({ ...request, body });
    const size = formSize(body);
    const length = size === undefined ? {} : { 'content-length': String(size) };
    // Ends with the request, whatever ends that: a sender cannot leave a stream while it waits for the next piece.
    const over = new AbortController();
    try {
      return await send({
        ...request,
        headers: { ...request.headers, ...length },
        body: streamForm(body, over.signal, onSent),
      });
    } finally {
      over.abort();
    }
  };
}
