import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Which bucket and object a request means. */
export interface Address {
  /** Empty when the service itself is meant. */
  readonly bucket: string;
  /** Decoded; empty when the bucket itself is meant. */
  readonly key: string;
  readonly parameters: URLSearchParams;
  /** Names of the parameters, in their order: most questions about a query are about these. */
  readonly names: readonly string[];
}

/**
 * Reads path style, `http://127.0.0.1:9000/bucket/key`, and virtual-host style, `http://bucket.localhost:9000/key`.
 */
export function addressOf({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): Address {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const [, bucket = '', ...key] = `${bucketOfHost(headers.host)}${path}`.split('/');
  const parameters = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
  return {
    bucket: decode(bucket),
    key: decode(key.join('/')),
    parameters,
    names: [...parameters.keys()],
  };
}

/** `/bucket` when the host name begins with one, else nothing. */
function bucketOfHost(host = ''): string {
  const name = host.replace(/:\d+$/, '');
  const dot = name.lastIndexOf('.');
  return dot <= 0 || isIP(name) !== 0 ? '' : `/${name.slice(0, dot)}`;
}

/** What cannot be decoded is refused as `InvalidURI` when the signature is looked at. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
