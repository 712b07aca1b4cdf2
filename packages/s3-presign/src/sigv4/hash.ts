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

/** SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  // Several times faster than to ask for a buffer.
  return Buffer.from(crypto().hash('sha256', bytes, 'binary'), 'latin1');
}

/** HMAC-SHA256 of a text. */
export function hmacSha256(key: HmacKey, text: string): Uint8Array {
  return crypto().createHmac('sha256', key).update(text, 'utf8').digest();
}

const BLOCK = 64;
const DIGEST = 32;

/** A key as HMAC uses it, both halves written once (RFC 2104), with room for a digest behind the outer one. */
interface PaddedKey {
  readonly inner: Uint8Array;
  readonly outer: Buffer;
}

function padded(key: HmacKey): PaddedKey {
  const secret = (key.symmetricKeySize ?? 0) > BLOCK ? sha256(key.export()) : key.export();
  const inner = new Uint8Array(BLOCK).fill(0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
  for (const [at, byte] of secret.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return { inner, outer };
}

/** The HMAC of what `message` holds behind the padded key, in hex. */
function finish({ outer }: PaddedKey, message: Uint8Array): string {
  const { hash } = crypto();
  // The inner digest travels as a text of single bytes, which the platform makes faster than a buffer.
  outer.write(hash('sha256', message, 'binary'), BLOCK, 'latin1');
  return hash('sha256', outer, 'hex');
}

/** Longest text that {@link textSigner} signs by its short way, in bytes: any policy but the longest. */
const SHORT = 4096;

/**
 * HMAC-SHA256 in lowercase hex with one key, for many texts: half the time of `createHmac`, which is most of the time
 * of a signature (`apps/benchmarks`).
 */
export function textSigner(key: HmacKey): (text: string) => string {
  const pads = padded(key);
  const message = new Uint8Array(BLOCK + SHORT);
  message.set(pads.inner);
  const room = message.subarray(BLOCK);
  const encoder = new TextEncoder();
  return (text) => {
    const { read, written } = encoder.encodeInto(text, room);
    if (read < text.length) return hmacSha256Hex(key, text);
    return finish(pads, message.subarray(0, BLOCK + written));
  };
}

/** As {@link textSigner}, of bytes and as bytes. */
export function bytesSigner(key: HmacKey): (bytes: Uint8Array) => Uint8Array {
  const pads = padded(key);
  return (bytes) => {
    const message = new Uint8Array(BLOCK + bytes.length);
    message.set(pads.inner);
    message.set(bytes, BLOCK);
    return Buffer.from(finish(pads, message), 'hex');
  };
}

/** As {@link textSigner}, of `head` with the hash of a text behind it: the last two stages of a signature in one. */
export function hashSigner(key: HmacKey, head: string): (text: string) => string {
  const pads = padded(key);
  const { message, end } = signedMessage(pads, head);
  return (text) => {
    message.write(sha256Hex(text), end, 'latin1');
    return finish(pads, message);
  };
}

/**
 * As {@link hashSigner}, for many dates.
 *
 * @param at - Where a date belongs in `head`, which has a text of its length there and only ASCII before.
 */
export function datedHashSigner(
  key: HmacKey,
  head: string,
  at: number,
): (date: string, text: string) => string {
  const pads = padded(key);
  const { message, end } = signedMessage(pads, head);
  return (date, text) => {
    message.write(date, BLOCK + at, 'latin1');
    message.write(sha256Hex(text), end, 'latin1');
    return finish(pads, message);
  };
}

/** A head behind the padded key, with room for a digest in hex at its end. */
function signedMessage(pads: PaddedKey, head: string): { readonly message: Buffer; readonly end: number } {
  const message = Buffer.from(`${'\0'.repeat(BLOCK)}${head}${'0'.repeat(2 * DIGEST)}`, 'utf8');
  message.set(pads.inner);
  return { message, end: message.length - 2 * DIGEST };
}

/** HMAC-SHA256 of a text, in lowercase hex. */
export function hmacSha256Hex(key: HmacKey, text: string): string {
  return crypto().createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

/** MD5 of bytes given in base64, in base64: no protection, but how S3 has a key checked that a request carries. */
export function md5OfBase64(bytes: string): string {
  return crypto().createHash('md5').update(bytes, 'base64').digest('base64');
}

/** The UTF-8 bytes of a text in base64. */
export function base64(text: string): string {
  // `btoa` takes less than half the time, and its bytes are those of UTF-8 where each character is one.
  return Buffer.byteLength(text) === text.length ? btoa(text) : Buffer.from(text, 'utf8').toString('base64');
}
