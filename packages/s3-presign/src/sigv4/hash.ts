import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

/** An HMAC key in the form that the platform signs with fastest. A `KeyObject` prints nothing of itself. */
export type HmacKey = KeyObject;

/** Prepares a key once for many signatures: `createHmac` takes a `KeyObject` several times faster than raw bytes. */
export function hmacKey(bytes: Uint8Array | string): HmacKey {
  return createSecretKey(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
}

/** SHA-256 of the UTF-8 bytes of a text, in lowercase hex. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** HMAC-SHA256 of a text. */
export function hmacSha256(key: HmacKey, text: string): Uint8Array {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** HMAC-SHA256 of a text, in lowercase hex. */
export function hmacSha256Hex(key: HmacKey, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
