import { createPrivateKey } from 'node:crypto';
import { ConfigurationError } from '../errors/input-errors.ts';
import { importPrivateKey, type PrivateCryptoKey } from '../v1/private-key.ts';

/**
 * A private key for API v1, from PEM text in any form that OpenSSL writes (PKCS #8 and PKCS #1), with or without passphrase.
 *
 * @throws {@link ConfigurationError} for a wrong passphrase, and what is no RSA key.
 *
 * @example
 * ```ts
 * const privateKey = await readPrivateKey(await readFile('key.pem'), process.env.PASSPHRASE);
 * ```
 */
export async function readPrivateKey(
  pem: string | Uint8Array,
  passphrase?: string,
): Promise<PrivateCryptoKey> {
  try {
    const key = createPrivateKey({
      key: typeof pem === 'string' ? pem : Buffer.from(pem),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
    return await importPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  } catch (cause) {
    throw new ConfigurationError(
      'The private key cannot be read. Is the passphrase right, and the key RSA?',
      undefined,
      {
        cause,
      },
    );
  }
}
