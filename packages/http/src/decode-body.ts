import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Promise<Buffer<ArrayBuffer>>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** A body without its `Content-Encoding`. One that is unknown here was not asked for, and is left as it is. */
export async function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const decode = bytes.length === 0 ? undefined : decoders[encoding?.trim().toLowerCase() ?? ''];
  if (decode === undefined) return bytes;
  const { buffer, byteOffset, length } = await decode(bytes);
  return new Uint8Array(buffer, byteOffset, length);
}
