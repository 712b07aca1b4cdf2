import { md5OfBase64 } from '../sigv4/hash.ts';
import { refuse } from './refuse.ts';

/** A key of the caller's own, with which S3 encrypts and forgets it (SSE-C). The sender must send it too, over TLS. */
export interface CustomerKey {
  /** 32 bytes for AES-256, in base64. */
  readonly sseCustomerKey?: string;
  /**
   * MD5 of those 32 bytes, in base64: S3 checks by it that the key arrived whole. Default: made of the key; where the
   * platform has no MD5, as Node.js in FIPS mode, it must be given.
   */
  readonly sseCustomerKeyMd5?: string;
}

const BASE64_32 = /^[A-Za-z0-9+/]{43}=$/;
const BASE64_16 = /^[A-Za-z0-9+/]{22}==$/;
const PREFIX = 'x-amz-server-side-encryption-customer-';

/**
 * Adds the headers or fields of a customer key, where there is one.
 *
 * @throws InvalidInputError `InvalidOption` for a key or MD5 of another length, or an MD5 alone. The message holds neither.
 */
export function addCustomerKey(
  to: Record<string, string>,
  { sseCustomerKey, sseCustomerKeyMd5 }: CustomerKey,
): void {
  if (sseCustomerKey === undefined && sseCustomerKeyMd5 === undefined) return;
  if (sseCustomerKey === undefined || !BASE64_32.test(sseCustomerKey))
    refuse(
      'InvalidOption',
      'sseCustomerKey',
      'must be 32 bytes in base64, 44 characters with the closing "="',
    );
  const md5 = sseCustomerKeyMd5 ?? md5Of(sseCustomerKey);
  if (!BASE64_16.test(md5))
    refuse('InvalidOption', 'sseCustomerKeyMd5', 'must be the MD5 of the key in base64, 24 characters');
  to[`${PREFIX}algorithm`] = 'AES256';
  to[`${PREFIX}key`] = sseCustomerKey;
  to[`${PREFIX}key-md5`] = md5;
}

function md5Of(sseCustomerKey: string): string {
  try {
    return md5OfBase64(sseCustomerKey);
  } catch (cause) {
    return refuse('InvalidOption', 'sseCustomerKeyMd5', 'must be given here: this platform makes no MD5', {
      cause,
    });
  }
}
