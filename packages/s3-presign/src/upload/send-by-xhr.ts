/**
 * Whether to send by XMLHttpRequest: in pages, where `fetch` does not tell how far a body on its way is, and this does.
 */
export const HAS_XHR: boolean = typeof XMLHttpRequest === 'function';

/** One request. */
export interface XhrRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  readonly signal: AbortSignal | undefined;
  /** Bytes of the whole body that the network has taken. */
  readonly onLoaded: (bytes: number) => void;
}

/** Sends a request as `fetch` would, and tells how far its body is. */
export function sendByXhr({ method, url, headers, body, signal, onLoaded }: XhrRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const failed = () => reject(new TypeError('XMLHttpRequest failed'));
    xhr.open(method, url);
    xhr.responseType = 'text';
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      try {
        onLoaded(loaded);
      } catch (error) {
        reject(error);
        xhr.abort();
      }
    };
    xhr.onerror = failed;
    xhr.onabort = failed;
    xhr.onload = () => resolve(responseOf(xhr));
    xhr.onloadend = () => signal?.removeEventListener('abort', abort);
    if (signal?.aborted) return failed();
    signal?.addEventListener('abort', abort);
    xhr.send(body);
  });
}

function responseOf(xhr: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().trim().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  // These statuses cannot have a body.
  const body = [204, 205, 304].includes(xhr.status) ? null : xhr.responseText;
  return new Response(body, { status: xhr.status, headers });
}
