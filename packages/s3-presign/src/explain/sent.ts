import { type IncomingRequest, readRequest, type SignedRequest } from '../verify/incoming-request.ts';
import { Refusal } from '../verify/refusal.ts';
import type { SentForm } from './explain-form.ts';
import { type SignedParts, signedParts } from './signed-parts.ts';

/** A request that S3 refused, as it was sent. */
export interface RefusedRequest {
  /** Default: `GET`. */
  readonly method?: string;
  readonly url: string;
  /** All headers that were sent; `host` is taken from the URL. */
  readonly headers?: SignedRequest['headers'];
}

/** A form that S3 refused, as it was sent. */
export interface RefusedForm {
  readonly url: string;
  readonly fields: Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>;
  /** The field `file`. */
  readonly file?: { readonly size?: number | undefined; readonly name?: string | undefined };
}

/** What was sent, taken apart as far as it can be. */
export interface Sent {
  /** Names and values of all that was sent. */
  readonly values: readonly (readonly [string, string])[];
  readonly request?: IncomingRequest;
  readonly signed?: SignedParts;
  readonly form?: SentForm;
  readonly url: string;
}

/** Takes a request apart; what is none has no parts. */
export function readSent({ method, url, headers }: RefusedRequest): Sent {
  const request = readRequest({ method: method?.toUpperCase(), url, headers });
  if (request instanceof Refusal) return { url, values: [] };
  const signed = signedParts(request);
  return { url, request, ...(signed && { signed }), values: [...request.query, ...request.headers] };
}

/** Takes a form apart. */
export function readForm({ url, fields, file }: RefusedForm): Sent {
  const pairs = Symbol.iterator in fields ? [...fields] : Object.entries(fields);
  const named = pairs.map(([name, value]): [string, string] => [
    name.toLowerCase(),
    typeof value === 'string' ? value : '',
  ]);
  return { url, form: { url, fields: new Map(named), file }, values: named };
}
