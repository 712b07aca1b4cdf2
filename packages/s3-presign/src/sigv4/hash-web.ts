import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

// What `hash.ts` is on Node.js, for every other platform: the web build puts this file in its place. WebCrypto will not
// do, since it answers by promises alone.

const encoder = new TextEncoder();

/** An HMAC key: HMAC-SHA256 of a text with it. As a function it prints nothing of itself. */
export type HmacKey = (text: string) => Uint8Array;

/** Prepares a key once for many signatures: the padded key is hashed once. */
export function hmacKey(bytes: Uint8Array | string): HmacKey {
  const started = hmac.create(sha256, typeof bytes === 'string' ? encoder.encode(bytes) : bytes);
  return (text) => started.clone().update(encoder.encode(text)).digest();
}

/** SHA-256 of the UTF-8 bytes of a text, in lowercase hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(encoder.encode(text)));
}

/** HMAC-SHA256 of a text. */
export function hmacSha256(key: HmacKey, text: string): Uint8Array {
  return key(text);
}

/** HMAC-SHA256 of a text, in lowercase hex. */
export function hmacSha256Hex(key: HmacKey, text: string): string {
  return bytesToHex(key(text));
}

/** HMAC-SHA256 in lowercase hex with one key, for many texts. */
export function textSigner(key: HmacKey): (text: string) => string {
  return (text) => bytesToHex(key(text));
}

/** As {@link textSigner}, of `head` with the hash of a text behind it: the last two stages of a signature in one. */
export function hashSigner(key: HmacKey, head: string): (text: string) => string {
  return (text) => bytesToHex(key(head + sha256Hex(text)));
}

/** As {@link hashSigner}, for many dates: each takes the place of what stands at `at` in the head. */
export function datedHashSigner(
  key: HmacKey,
  head: string,
  at: number,
): (date: string, text: string) => string {
  return (date, text) =>
    bytesToHex(key(head.slice(0, at) + date + head.slice(at + date.length) + sha256Hex(text)));
}

/** MD5 of bytes given in base64, in base64: no protection, but how S3 has a key checked that a request carries. */
export function md5OfBase64(bytes: string): string {
  return toBase64(md5(Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))));
}

/** The UTF-8 bytes of a text in base64. */
export function base64(text: string): string {
  return toBase64(encoder.encode(text));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
