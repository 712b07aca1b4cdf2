import { md5OfBase64 } from '../sigv4/hash.ts';
import { base64Of } from './base64-of.ts';
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

/** Its options, for those that carry out others by rules. */
export const CUSTOMER_KEY_OPTIONS = { sseCustomerKey: undefined, sseCustomerKeyMd5: undefined } as const;

const checkKeyBytes = base64Of(32);
const checkMd5 = base64Of(16);
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
  to[`${PREFIX}algorithm`] = 'AES256';
  const key = checkKeyBytes(sseCustomerKey as string, 'sseCustomerKey');
  to[`${PREFIX}key`] = key;
  to[`${PREFIX}key-md5`] = checkMd5(sseCustomerKeyMd5 ?? md5Of(key), 'sseCustomerKeyMd5');
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
