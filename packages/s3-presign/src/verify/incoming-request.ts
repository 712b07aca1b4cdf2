import { encodePath } from '../sigv4/encode.ts';
import { Refusal } from './refusal.ts';

/** A request as a server got it: a web `Request`, an `http.IncomingMessage`, or the same by hand. */
export interface SignedRequest {
  readonly method?: string | undefined;
  /** Absolute, or path and query as on the request line; then `headers` must hold `host`. */
  readonly url?: string | undefined;
  readonly headers?: Headers | Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** A request taken apart for verification, without the normalisation that `URL` would do. */
export interface IncomingRequest {
  readonly method: string;
  /** Path decoded and encoded again by the rules of Signature Version 4, as S3 does before it compares. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly search: string;
  /** Decoded, in the order given. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case; several headers of a name joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Longest request line that is looked at, in characters; S3 itself answers 400 to longer ones. */
const MAX_URL = 16_384;

/** Takes a request apart, or refuses what is no request at all. */
export function readRequest(request: SignedRequest): IncomingRequest | Refusal {
  const { host, target } = splitUrl(request.url ?? '');
  if (target.length > MAX_URL) return invalidUri('the request line is too long');
  const mark = target.indexOf('?');
  const path = decode(mark === -1 ? target : target.slice(0, mark));
  const search = mark === -1 ? '' : target.slice(mark + 1);
  const query = readQuery(search);
  if (path === undefined || query === undefined) return invalidUri();
  const headers = readHeaders(request.headers);
  if (!headers.has('host') && host !== undefined) headers.set('host', host);
  return { method: request.method ?? 'GET', path: encodePath(path), search, query, headers };
}

/** The pairs of a query; `undefined` where one cannot be decoded. */
function readQuery(text: string): [name: string, value: string][] | undefined {
  const query: [string, string][] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodeForm(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : decodeForm(pair.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    query.push([name, value]);
  }
  return query;
}

function splitUrl(url: string): { host?: string; target: string } {
  const absolute = /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(url);
  if (!absolute) return { target: url || '/' };
  const [, protocol = '', authority = '', rest = ''] = absolute;
  // Clients leave the default port out of the host header, whether or not the URL names it.
  const host = authority.replace(protocol.toLowerCase() === 'https' ? /:443$/ : /:80$/, '');
  return { host, target: rest.startsWith('/') ? rest : `/${rest}` };
}

function readHeaders(headers: SignedRequest['headers']): Map<string, string> {
  if (headers === undefined) return new Map();
  if (headers instanceof Headers) return new Map(headers);
  const all = new Map<string, string>();
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) all.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(','));
  }
  return all;
}

function decode(text: string): string | undefined {
  try {
    // Most parts of a URL are what they stand for, and to look is cheaper than to decode.
    const decoded = text.includes('%') ? decodeURIComponent(text) : text;
    // Half a surrogate pair passes the decoder as it is, and has no place in a signature.
    return decoded.isWellFormed() ? decoded : undefined;
  } catch {
    return undefined;
  }
}

/** Query text: a plus is a space there, though nobody who signs writes it. */
function decodeForm(text: string): string | undefined {
  return decode(text.includes('+') ? text.replaceAll('+', '%20') : text);
}

function invalidUri(why?: string): Refusal {
  return new Refusal({
    code: 'InvalidURI',
    status: 400,
    message:
      why === undefined ? "Couldn't parse the specified URI." : `Couldn't parse the specified URI: ${why}.`,
    culprit: { kind: 'path' },
  });
}
