import { encodePath } from '../sigv4/encode.ts';
import { MAX_REQUEST_TARGET } from '../sigv4/names.ts';
import type { RefusalParts } from './refusal.ts';

/** A request as a server got it: a web `Request`, an `http.IncomingMessage`, or the same by hand. */
export interface SignedRequest {
  readonly method?: string | undefined;
  /** Absolute, or path and query as on the request line; then `headers` must hold `host`. */
  readonly url?: string | undefined;
  readonly headers?: Headers | Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** A request taken apart for verification, without the normalisation that `URL` would do, its query as it was sent. */
export interface IncomingHead {
  readonly method: string;
  /** Path decoded and encoded again by the rules of Signature Version 4, as S3 does before it compares. */
  readonly path: string;
  /** Without the question mark. */
  readonly queryText: string;
  /** Names in lower case; several headers of a name joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

/** The parameters of a query, decoded, in the order given. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** {@link IncomingHead} with its query taken apart too. */
export interface IncomingRequest extends IncomingHead {
  readonly query: QueryPairs;
}

// What S3 takes of headers, by its error of the same name; twice that, since its own count is not told.
const MAX_HEADERS = 16_384;

/** Takes a request apart, or answers what S3 does to what is no request at all. */
export function readRequest(request: SignedRequest): IncomingRequest | RefusalParts {
  const head = readHead(request);
  if ('code' in head) return head;
  const query = readQuery(head.queryText);
  return query === undefined ? invalidUri() : { ...head, query };
}

/** As {@link readRequest}, but for the query. */
export function readHead(request: SignedRequest): IncomingHead | RefusalParts {
  const {
    method = 'GET',
    url = '',
    headers: given,
  }: { [Name in keyof SignedRequest]: unknown } = request ?? {};
  if (typeof url !== 'string' || typeof method !== 'string') return invalidUri();
  const { host, target } = splitUrl(url);
  if (target.length > MAX_REQUEST_TARGET) return invalidUri('the request line is too long');
  // Half a surrogate pair passes every decoder as it is, and has no place in a signature.
  if (!target.isWellFormed()) return invalidUri();
  const mark = target.indexOf('?');
  const path = decode(mark === -1 ? target : target.slice(0, mark));
  const queryText = mark === -1 ? '' : target.slice(mark + 1);
  if (path === undefined) return invalidUri();
  const headers = readHeaders(given);
  if (!(headers instanceof Map)) return headers;
  if (!headers.has('host') && host !== undefined) headers.set('host', host);
  return { method, path: encodePath(path), queryText, headers };
}

/** The pairs of a query; `undefined` where one cannot be decoded. */
export function readQuery(text: string): QueryPairs | undefined {
  const query: [string, string][] = [];
  // A plus is a space there, though nobody who signs writes it.
  const spaced = text.includes('+') ? text.replaceAll('+', '%20') : text;
  for (const pair of spaced.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : decode(pair.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    query.push([name, value]);
  }
  return query;
}

function splitUrl(url: string): { host?: string; target: string } {
  const absolute = !url.startsWith('/') && /^https?:\/\/([^/?#]*)([^#]*)/i.exec(url);
  if (!absolute) return { target: url || '/' };
  const [, authority = '', rest = ''] = absolute;
  // Clients leave the default port out of the host header, whether or not the URL names it.
  const host = authority.replace(/^https/i.test(url) ? /:443$/ : /:80$/, '');
  return { host, target: rest.startsWith('/') ? rest : `/${rest}` };
}

function readHeaders(headers: unknown): Map<string, string> | RefusalParts {
  const all = new Map<string, string>();
  if (typeof headers !== 'object' || headers === null) return all;
  let length = 0;
  for (const [name, value] of isHeaders(headers) ? headers : Object.entries(headers)) {
    if (value === undefined) continue;
    const text = headerText(value);
    length += name.length + text.length;
    all.set(name.toLowerCase(), text);
  }
  return length > MAX_HEADERS ? tooLarge() : all;
}

/** Not by `instanceof`, for which Node.js would load all of fetch. */
function isHeaders(headers: object): headers is Headers {
  return Object.prototype.toString.call(headers) === '[object Headers]' && Symbol.iterator in headers;
}

/** What is no text, and so came in no request, counts as empty. */
function headerText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(',') : '';
}

function tooLarge(): RefusalParts {
  return {
    code: 'RequestHeaderSectionTooLarge',
    status: 400,
    message: 'Your request header section exceeds the maximum allowed size.',
    culprit: { kind: 'header' },
  };
}

function decode(text: string): string | undefined {
  try {
    // Most parts of a URL are what they stand for, and to look is cheaper than to decode.
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return undefined;
  }
}

export function invalidUri(why?: string): RefusalParts {
  return {
    code: 'InvalidURI',
    status: 400,
    message:
      why === undefined ? "Couldn't parse the specified URI." : `Couldn't parse the specified URI: ${why}.`,
    culprit: { kind: 'path' },
  };
}
