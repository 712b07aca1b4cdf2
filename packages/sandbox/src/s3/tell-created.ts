import type { IncomingMessage } from 'node:http';
import type { Address } from './address.ts';
import type { ObjectCreated } from './events/object-created.ts';
import { requestIds } from './respond.ts';
import type { Storage } from './storage.ts';

/** How a request creates an object, if it does. */
export function creationBy(
  { method, headers }: IncomingMessage,
  { key, parameters }: Address,
): ObjectCreated['by'] | undefined {
  if (key === '') return undefined;
  if (method === 'POST') return parameters.has('uploadId') ? 'CompleteMultipartUpload' : undefined;
  if (method !== 'PUT' || ['acl', 'tagging', 'uploadId'].some((name) => parameters.has(name)))
    return undefined;
  return headers['x-amz-copy-source'] === undefined ? 'Put' : 'Copy';
}

/** What the event says of an object that has just been stored. */
export async function objectCreated(
  storage: Storage,
  {
    path,
    bucket,
    key,
    by,
    request,
  }: Pick<ObjectCreated, 'bucket' | 'key' | 'by'> & { path: string; request: IncomingMessage },
): Promise<ObjectCreated> {
  const { headers } = await storage.send({ method: 'HEAD', path });
  return {
    by,
    bucket,
    key,
    size: Number(headers.get('content-length') ?? 0),
    etag: headers.get('etag') ?? '',
    sourceIp: request.socket.remoteAddress ?? '',
    ids: requestIds(),
  };
}
