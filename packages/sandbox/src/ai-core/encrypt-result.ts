import { constants, type KeyObject, publicEncrypt } from 'node:crypto';

/** What OAEP adds to a block: two SHA-1 digests and two bytes (RFC 8017, section 7.1.1). */
const OAEP_BYTES = 42;

/**
 * Encrypts a text as AI Core v1 does: RSA-OAEP with SHA-1, block after block of the key's length, in base64 (wire
 * contract, section 8).
 */
export function encryptText(text: string, key: KeyObject): string {
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8) - OAEP_BYTES;
  const bytes = Buffer.from(text);
  const blocks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      bytes.subarray(index * size, (index + 1) * size),
    ),
  );
  return Buffer.concat(blocks).toString('base64');
}
