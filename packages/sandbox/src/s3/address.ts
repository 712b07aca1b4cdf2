import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Which bucket and object a request means. */
export interface Address {
  /** Empty when the service itself is meant. */
  readonly bucket: string;
  /** Decoded; empty when the bucket itself is meant. */
  readonly key: string;
  /** Whether a parameter of a presigned URL's signature is in the query. */
  readonly isPresigned: boolean;
  /** Names of the other parameters, in their order: most questions about a query are about these alone. */
  readonly names: readonly string[];
  readonly parameters: URLSearchParams;
  /** Whether the host name tells the bucket: virtual-host style. */
  readonly isInHost: boolean;
}

/**
 * Reads path style, `http://127.0.0.1:9000/bucket/key`, and virtual-host style, `http://bucket.localhost:9000/key`: of hosts
 * that begin with the name of a bucket that there is, and a dot; of several such buckets the longest is meant. Others may be
 * machines, `host.docker.internal`, but for those that end in `.localhost`: what stands before that may yet become a bucket.
 */
export function addressOf(
  { url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  isBucket: (name: string) => boolean,
): Address {
  const mark = url.indexOf('?');
  // What is no path, such as `*`, means none of the buckets here.
  const sent = url.startsWith('/') ? url.slice(0, mark === -1 ? url.length : mark) : '/';
  const ofHost = bucketOfHost(headers.host, isBucket);
  const path = ofHost + sent;
  const slash = path.indexOf('/', 1);
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash);
  const key = slash === -1 ? '' : path.slice(slash + 1);
  const query = mark === -1 ? '' : url.slice(mark + 1);
  return new SentAddress(decode(bucket), decode(key), query, ofHost !== '');
}

/** The URL of an object in the bucket that a request is about, in the same style. */
export function objectUrl(
  { host }: Pick<IncomingMessage['headers'], 'host'>,
  { bucket, isInHost }: Pick<Address, 'bucket' | 'isInHost'>,
  key: string,
): string {
  return `http://${host}${isInHost ? '' : `/${bucket}`}/${encodeURIComponent(key)}`;
}

class SentAddress implements Address {
  readonly bucket: string;
  readonly key: string;
  readonly isPresigned: boolean;
  readonly names: readonly string[];
  readonly isInHost: boolean;
  readonly #query: string;
  #parameters: URLSearchParams | undefined;

  constructor(bucket: string, key: string, query: string, isInHost: boolean) {
    this.bucket = bucket;
    this.key = key;
    this.#query = query;
    this.isInHost = isInHost;
    const plain = isPlain(query);
    const names = plain ? [] : (bareNames(query) ?? [...this.parameters.keys()]);
    this.names = names.filter((name) => !OF_SIGNATURE.has(name));
    this.isPresigned = plain || this.names.length < names.length;
  }

  /** Taken apart when they are asked for, since most uploads need none: to destructure an address asks for them. */
  get parameters(): URLSearchParams {
    this.#parameters ??= new URLSearchParams(this.#query);
    return this.#parameters;
  }
}

/** The parameters of a presigned URL's signature. */
export const SIGNATURE_NAMES: readonly string[] = [
  'Algorithm',
  'Content-Sha256',
  'Credential',
  'Date',
  'Expires',
  'Security-Token',
  'Signature',
  'SignedHeaders',
].map((name) => `X-Amz-${name}`);
const OF_SIGNATURE: ReadonlySet<string> = new Set(SIGNATURE_NAMES);

/** As signers write them: in order, or the signature behind all others. */
const IN_ORDER = [...SIGNATURE_NAMES, 'X-Amz-Signature'].map((name) => `${name}=`);

/** The query of most uploads: a signature, and nothing besides. To see that takes less time than to take it apart. */
function isPlain(query: string): boolean {
  let at = 0;
  for (const start of IN_ORDER) {
    if (!query.startsWith(start, at)) continue;
    at = query.indexOf('&', at) + 1;
    if (at === 0) return true;
  }
  return false;
}

/** The names in a query; `undefined` where one is encoded. */
function bareNames(query: string): string[] | undefined {
  const names: string[] = [];
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = at === -1 ? pair : pair.slice(0, at);
    if (name.includes('%') || name.includes('+')) return undefined;
    if (pair !== '') names.push(name);
  }
  return names;
}

/** What stands in a host name before one of its dots, longest first: what may be a bucket. */
interface HostStarts {
  readonly host: string;
  readonly starts: readonly string[];
  /** Whether the first of them is a bucket, if none of them is one that there is. */
  readonly isOfBucket: boolean;
}

// Most clients of a server call it by the same name. Which buckets there are may change.
let last: HostStarts = { host: '', starts: [], isOfBucket: false };

/** `/bucket` when the host name begins with one, else nothing. */
function bucketOfHost(host = '', isBucket: (name: string) => boolean): string {
  if (host !== last.host) last = startsOf(host);
  const { starts, isOfBucket } = last;
  const bucket = starts.find(isBucket) ?? (isOfBucket ? starts[0] : undefined);
  return bucket === undefined ? '' : `/${bucket}`;
}

function startsOf(host: string): HostStarts {
  const name = host.replace(/:\d+$/, '');
  const starts: string[] = [];
  if (isIP(name) === 0)
    for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
      starts.push(name.slice(0, dot));
  return { host, starts, isOfBucket: name.endsWith('.localhost') };
}

/**
 * What cannot be decoded is refused as `InvalidURI` when the signature is looked at. What can becomes a text of its own, even
 * where nothing is to be decoded: a part of the URL would keep all of that in memory for as long as the object is stored.
 */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
