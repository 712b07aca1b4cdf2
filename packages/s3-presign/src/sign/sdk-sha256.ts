import type { S3Client } from '@aws-sdk/client-s3';
import { bytesSigner, hmacKey, sha256 } from '../sigv4/hash.ts';

/** Keys that are kept ready: the secret, the signing key of a day, and those on the way to it. */
const KEPT = 8;

/**
 * SHA-256 as the AWS SDK asks for it, for one set of credentials. The SDK makes two HMACs for every URL, always with the
 * same two keys; its own class makes a key object each time, which is half the time of a URL.
 */
export function sdkSha256(): S3Client['config']['sha256'] {
  const signers = new Map<Data, ReturnType<typeof bytesSigner>>();
  const signerOf = (secret: Data) => {
    let signer = signers.get(secret);
    if (signer === undefined) {
      if (signers.size >= KEPT) signers.clear();
      signer = bytesSigner(hmacKey(bytesOf(secret)));
      signers.set(secret, signer);
    }
    return signer;
  };

  return class Sha256 {
    readonly #sign: (message: Uint8Array) => Uint8Array;
    #message: Uint8Array | undefined;

    constructor(secret?: Data) {
      this.#sign = secret === undefined ? sha256 : signerOf(secret);
    }

    update(chunk: Data): void {
      const bytes = bytesOf(chunk);
      this.#message = this.#message === undefined ? bytes : Buffer.concat([this.#message, bytes]);
    }

    async digest(): Promise<Uint8Array> {
      return this.#sign(this.#message ?? new Uint8Array());
    }

    reset(): void {
      this.#message = undefined;
    }
  };
}

type Data = string | ArrayBuffer | ArrayBufferView;

function bytesOf(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
