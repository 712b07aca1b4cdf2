import type { HttpAnswer } from '@x/http';
import type { Form } from './form.ts';

/** One request on its way out. */
export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | Form | undefined;
  readonly signal: AbortSignal;
  /** Told how many bytes of the body the network has taken, where that can be known. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** Sends a request once, and answers when the whole answer is there. Follows the redirects of a GET. */
export type Send = (outgoing: Outgoing) => Promise<HttpAnswer>;
