import { constants, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto';

/** A pair of RSA keys, the private one as PEM. */
export function keyPair(modulusLength: number): { publicKey: KeyObject; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return { publicKey, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** Encrypts as API v1 does: RSA-OAEP with SHA-1, block by block, in base64. */
export function encrypt(text: string, key: KeyObject): string {
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8) - 42;
  const bytes = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    blocks.push(publicEncrypt({ key, padding, oaepHash: 'sha1' }, bytes.subarray(at, at + size)));
  }
  return Buffer.concat(blocks).toString('base64');
}
