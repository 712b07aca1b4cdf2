import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Which bucket and object a request means. */
export interface Address {
  /** Empty when the service itself is meant. */
  readonly bucket: string;
  /** Decoded; empty when the bucket itself is meant. */
  readonly key: string;
  readonly parameters: URLSearchParams;
}

/**
 * Reads path style, `http://127.0.0.1:9000/bucket/key`, and virtual-host style, `http://bucket.localhost:9000/key`.
 */
export function addressOf({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): Address {
  const [path = '/', ...rest] = url.split('?');
  const [, bucket = '', ...key] = `${bucketOfHost(headers.host)}${path}`.split('/');
  return {
    bucket: decode(bucket),
    key: decode(key.join('/')),
    parameters: new URLSearchParams(rest.join('?')),
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
