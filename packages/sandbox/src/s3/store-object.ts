import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '@x/s3-presign/verify';
import { headerText } from './header-text.ts';
import { s3Error } from './respond.ts';
import type { Storage } from './storage.ts';

// Headers that the storage must not get: they speak of this connection, or of a signature it does not look at.
const OWN_HEADERS = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'if-none-match',
  'keep-alive',
  'transfer-encoding',
  'x-amz-date',
  'x-amz-security-token',
]);

/**
 * The headers of an object on its way to the storage: those sent, and those that rode in the query of a presigned URL,
 * which S3 honours and fauxqs does not know.
 */
export function objectHeaders(
  sent: IncomingHttpHeaders,
  hoisted: Readonly<Record<string, string>> = {},
): Record<string, string> {
  // What S3 says of an object that came without a type; fauxqs fails on an empty body without one.
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(sent))
    if (value !== undefined && !OWN_HEADERS.has(name))
      headers[name] = Array.isArray(value) ? value.join(',') : value;
  for (const [name, value] of Object.entries(hoisted))
    if (!name.startsWith('x-amz-checksum-') && !name.startsWith('x-amz-sdk-'))
      headers[name] = headerText(value);
  return headers;
}

/** `If-None-Match: *` on an upload: S3 refuses to overwrite, fauxqs does not know of it. */
export async function overwriteRefused(
  storage: Storage,
  path: string,
  ifNoneMatch: string | undefined,
): Promise<Refusal | undefined> {
  if (ifNoneMatch !== '*') return undefined;
  const { status } = await storage.send({ method: 'HEAD', path });
  return status === 200
    ? s3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
        Condition: 'If-None-Match',
      })
    : undefined;
}
