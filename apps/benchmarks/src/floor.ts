import { createHmac, createSecretKey, hash } from 'node:crypto';
import { createSigner } from '@x/s3-presign/signer';
import { bucket, credentials, host, nextKey, region } from './setup.ts';

/**
 * The least that a presigned URL can cost by `node:crypto`'s own functions: one SHA-256 of a canonical request and one
 * HMAC with a key that is there already. No key is checked, nothing is encoded, no URL is made.
 */
export function createFloor(): () => string {
  const { url } = createSigner({ bucket, region, ...credentials }).put(nextKey());
  const { pathname, search, searchParams } = new URL(url);
  const query = search.slice(1, search.indexOf('&X-Amz-Signature'));
  const canonical = `PUT\n${pathname}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const scope = searchParams.get('X-Amz-Credential')?.split('/').slice(1).join('/');
  const head = `AWS4-HMAC-SHA256\n${searchParams.get('X-Amz-Date')}\n${scope}\n`;
  const key = createSecretKey(Buffer.alloc(32, 7));
  return () =>
    createHmac('sha256', key)
      .update(head + hash('sha256', canonical, 'hex'))
      .digest('hex');
}
