import { encodeUri } from './encode.ts';

/** The parts of a request that a signature covers, names of headers in lower case. */
export interface CanonicalParts {
  readonly method: string;
  /** Path with every segment encoded by {@link encodePath}. */
  readonly path: string;
  /** Made by {@link canonicalQuery}, `X-Amz-Signature` left out. */
  readonly query: string;
  /** The signed headers alone, `host` among them. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `UNSIGNED-PAYLOAD`, a `STREAMING-…` marker, or the SHA-256 of the body in hex. */
  readonly payloadHash: string;
}

/**
 * First stage of Signature Version 4: the request as one text.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(parts: CanonicalParts): string {
  return canonicalStart(parts.method, parts.path) + canonicalRest(parts);
}

/** What of a canonical request differs for every object. */
export function canonicalStart(method: string, path: string): string {
  return `${method}\n${path}\n`;
}

/** What stands behind {@link canonicalStart}. */
export function canonicalRest(parts: Omit<CanonicalParts, 'method' | 'path'>): string {
  const headers = parts.headers.length > 1 ? [...parts.headers].sort(byName) : parts.headers;
  let lines = '';
  for (const [name, value] of headers) lines += `${name}:${canonicalHeaderValue(value)}\n`;
  const names = headers.map(([name]) => name).join(';');
  // Joined, since it is hashed many times: a text of pieces is put together anew each time.
  return [parts.query, lines, names, parts.payloadHash].join('\n');
}

/** Encodes each name and value, then sorts by encoded name and, for one name given twice, by value. */
export function canonicalQuery(query: Iterable<readonly [string, string]>): string {
  const pairs: [name: string, value: string][] = [];
  let isSorted = true;
  for (const [name, value] of query) {
    const last = pairs.at(-1);
    const pair: [string, string] = [encodeUri(name), encodeUri(value)];
    if (last !== undefined && byPair(last, pair) > 0) isSorted = false;
    pairs.push(pair);
  }
  // Who signs a URL writes its query in this order already, and to sort it again takes as long as to encode it.
  if (!isSorted) pairs.sort(byPair);
  let text = '';
  for (const [name, value] of pairs) text += text === '' ? `${name}=${value}` : `&${name}=${value}`;
  return text;
}

// Not as whole pairs: `=` sorts after some bare characters, so `a-b=` would come before `a=`.
function byPair(a: readonly [string, string], b: readonly [string, string]): number {
  return byName(a, b) || (a[1] < b[1] ? -1 : 1);
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const SPACE = /\s/;

/** Trims a header value and folds every run of white space into one space. */
export function canonicalHeaderValue(value: string): string {
  return SPACE.test(value) ? value.trim().replace(/\s+/g, ' ') : value;
}
