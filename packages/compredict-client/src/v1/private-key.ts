import { ConfigurationError } from '../errors/input-errors.ts';

/**
 * An RSA private key: a PEM text that begins with `-----BEGIN PRIVATE KEY-----` (PKCS #8), or a `CryptoKey`. One with a
 * passphrase, or in the older form, is read by `readPrivateKey` of `@x/compredict-client/node`.
 */
export type PrivateKey = string | PrivateCryptoKey;

/** A `CryptoKey`, as whichever types call it that are there: those of browsers have a global of this name, Node.js' none. */
export type PrivateCryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** What v1 encrypts with. Source: AI Core wire contract, section 8. */
export const algorithm = { name: 'RSA-OAEP', hash: 'SHA-1' } as const;

const pkcs8 = /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/;

/**
 * Checks what can be seen of a private key without using it.
 *
 * @throws {@link ConfigurationError}
 */
export function checkPrivateKey(key: PrivateKey): void {
  if (typeof key === 'string') {
    if (pkcs8.test(key)) return;
    const hint =
      'Others, such as encrypted ones, are read by `readPrivateKey` of `@x/compredict-client/node`.';
    throw new ConfigurationError(`\`privateKey\` must be PEM text of an unencrypted PKCS #8 key. ${hint}`);
  }
  const { name, hash } = key.algorithm as Partial<RsaHashedKeyAlgorithm>;
  if (name !== algorithm.name || hash?.name !== algorithm.hash || !key.usages.includes('decrypt')) {
    throw new ConfigurationError(
      '`privateKey` must be a CryptoKey of RSA-OAEP with SHA-1, usable to decrypt.',
    );
  }
}

/**
 * A private key, ready for use.
 *
 * @throws {@link ConfigurationError}
 */
export async function importPrivateKey(key: PrivateKey): Promise<PrivateCryptoKey> {
  checkPrivateKey(key);
  if (typeof key !== 'string') return key;
  try {
    const bytes = Uint8Array.from(atob(pkcs8.exec(key)?.[1] ?? ''), (letter) => letter.charCodeAt(0));
    return await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['decrypt']);
  } catch (cause) {
    throw new ConfigurationError('`privateKey` is not an RSA key.', undefined, { cause });
  }
}
