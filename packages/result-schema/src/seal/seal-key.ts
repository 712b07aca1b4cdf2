import { base64url } from 'jose';

/** A secret of at least 32 bytes: random bytes, or text whose UTF-8 is that long. Never a password. */
export type SealSecret = string | Uint8Array;

/** A secret made ready for HMAC-SHA-256, with the id that seals name it by. */
export interface SealKey {
  readonly id: string;
  readonly key: CryptoKey;
}

/** RFC 7518, section 3.2: a key must be as long as the hash. */
const minBytes = 32;

/**
 * Makes a secret ready. Its id is derived from it, so that rotating secrets takes a list of them and nothing else: an HMAC
 * under the secret itself, which tells no more of it than any seal does.
 *
 * @throws RangeError when the secret is shorter than 32 bytes.
 */
export async function sealKey(secret: SealSecret): Promise<SealKey> {
  // A copy: the bytes given may lie in memory of another type than WebCrypto takes.
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
  if (bytes.length < minBytes) throw new RangeError(`The secret must have at least ${minBytes} bytes.`);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('key id'));
  return { id: base64url.encode(new Uint8Array(mac, 0, 6)), key };
}
