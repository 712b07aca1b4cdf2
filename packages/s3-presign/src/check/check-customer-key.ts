import { InvalidInputError } from '../errors.ts';
import { md5OfBase64 } from '../sigv4/hash.ts';

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
 * The headers or fields of a customer key; none without one.
 *
 * @throws InvalidInputError `InvalidOption` for a key or MD5 of another length, or an MD5 alone. The message holds neither.
 */
export function checkCustomerKey({ sseCustomerKey, sseCustomerKeyMd5 }: CustomerKey): Record<string, string> {
  if (sseCustomerKey === undefined && sseCustomerKeyMd5 === undefined) return {};
  const refuse = (option: string, why: string): never => {
    throw new InvalidInputError('InvalidOption', option, `${option} ${why}`);
  };
  if (sseCustomerKey === undefined || !BASE64_32.test(sseCustomerKey))
    return refuse('sseCustomerKey', 'must be 32 bytes in base64, 44 characters with the closing "="');
  const md5 = sseCustomerKeyMd5 ?? md5Of(sseCustomerKey);
  if (!BASE64_16.test(md5))
    return refuse('sseCustomerKeyMd5', 'must be the MD5 of the key in base64, 24 characters');
  return {
    [`${PREFIX}algorithm`]: 'AES256',
    [`${PREFIX}key`]: sseCustomerKey,
    [`${PREFIX}key-md5`]: md5,
  };
}

function md5Of(sseCustomerKey: string): string {
  try {
    return md5OfBase64(sseCustomerKey);
  } catch (cause) {
    throw new InvalidInputError(
      'InvalidOption',
      'sseCustomerKeyMd5',
      'sseCustomerKeyMd5 must be given here: this platform makes no MD5',
      { cause },
    );
  }
}
