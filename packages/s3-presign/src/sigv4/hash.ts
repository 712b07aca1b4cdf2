import type { KeyObject } from 'node:crypto';

// Half the time of importing this package's signer would be the import of node:crypto, so it waits for the first hash.
let loaded: typeof import('node:crypto') | undefined;

function crypto(): typeof import('node:crypto') {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}

/** An HMAC key in the form that the platform signs with fastest. A `KeyObject` prints nothing of itself. */
export type HmacKey = KeyObject;

/** Prepares a key once for many signatures: `createHmac` takes a `KeyObject` several times faster than raw bytes. */
export function hmacKey(bytes: Uint8Array | string): HmacKey {
  return crypto().createSecretKey(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
}

/** SHA-256 of the UTF-8 bytes of a text, in lowercase hex. */
export function sha256Hex(text: string): string {
  return crypto().hash('sha256', text, 'hex');
}

/** HMAC-SHA256 of a text. */
export function hmacSha256(key: HmacKey, text: string): Uint8Array {
  return crypto().createHmac('sha256', key).update(text, 'utf8').digest();
}

/** Longest text that {@link hmacSigner} signs by its short way, in bytes: any string to sign, most policies. */
const SHORT = 4096;
const BLOCK = 64;
const DIGEST = 32;

/**
 * HMAC-SHA256 in lowercase hex with one key, for many texts: half the time of `createHmac`, which is most of the time
 * of a signature (`apps/benchmarks`). By the definition of RFC 2104, with both padded keys written once.
 */
export function hmacSigner(key: HmacKey): (text: string) => string {
  const { hash } = crypto();
  const encoder = new TextEncoder();
  const secret = (key.symmetricKeySize ?? 0) > BLOCK ? hash('sha256', key.export(), 'buffer') : key.export();
  const inner = Buffer.alloc(BLOCK + SHORT, 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
  for (const [at, byte] of secret.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  const room = inner.subarray(BLOCK);
  return (text) => {
    const { read, written } = encoder.encodeInto(text, room);
    if (read < text.length) return hmacSha256Hex(key, text);
    // The inner digest travels as a text of single bytes, which the platform makes faster than a buffer.
    outer.write(hash('sha256', inner.subarray(0, BLOCK + written), 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'hex');
  };
}

/** HMAC-SHA256 of a text, in lowercase hex. */
export function hmacSha256Hex(key: HmacKey, text: string): string {
  return crypto().createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

/** MD5 of bytes given in base64, in base64: no protection, but how S3 has a key checked that a request carries. */
export function md5OfBase64(bytes: string): string {
  return crypto().createHash('md5').update(bytes, 'base64').digest('base64');
}
