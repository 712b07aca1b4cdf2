import { fault } from '../s3-fault.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Call } from './operation.ts';

const KEY_MD5 = 'x-amz-server-side-encryption-customer-key-md5';

/**
 * An object that came with a key of the customer's (SSE-C) is only given to who has the key. It is not encrypted here.
 *
 * @throws S3Fault when the key is missing, another, or not wanted.
 */
export function checkCustomerKey({ headers: stored }: StoredObject, headers: Call['headers']): void {
  const given = headers[KEY_MD5];
  if (stored[KEY_MD5] === given) return;
  if (given === undefined)
    throw fault(
      400,
      'InvalidRequest',
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
      {},
      { kind: 'header', name: KEY_MD5 },
    );
  if (stored[KEY_MD5] === undefined)
    throw fault(
      400,
      'InvalidRequest',
      'The encryption parameters are not applicable to this object.',
      {},
      { kind: 'header', name: KEY_MD5 },
    );
  throw fault(403, 'AccessDenied', 'Access Denied', {}, { kind: 'header', name: KEY_MD5 });
}
