import type { RequestContext } from '../errors/ai-core-error.ts';
import { DecryptionError } from '../errors/decryption-error.ts';
import { importPrivateKey, type PrivateKey } from './private-key.ts';

/** The parts of a result that API v1 encrypts, each by itself. */
const parts = ['predictions', 'results', 'evaluations', 'monitors'];

/**
 * An answer or delivered result of API v1 in the clear; what is not encrypted is left as it is.
 *
 * Each encrypted part is base64 of blocks of the key's length, RSA-OAEP with SHA-1, whose texts make up one JSON text.
 *
 * Source: AI Core wire contract, section 8.
 *
 * @param body - As parsed from JSON. A delivered result need not be wrapped in anything.
 * @throws {@link DecryptionError}
 *
 * @example
 * ```ts
 * const result = parseResult(await decryptResult(await response.json(), privateKey));
 * ```
 */
export async function decryptResult(
  body: unknown,
  privateKey: PrivateKey | undefined,
  request?: RequestContext,
): Promise<unknown> {
  if (typeof body !== 'object' || body === null || !('is_encrypted' in body) || body.is_encrypted !== true) {
    return body;
  }
  const encrypted = Object.entries(body).filter(
    ([name, value]) => parts.includes(name) && typeof value === 'string',
  );
  if (encrypted.length === 0) return body;
  if (privateKey === undefined) {
    throw new DecryptionError('The results are encrypted. Give the client its `privateKey`.', request);
  }
  const key = await importPrivateKey(privateKey);
  // `results` and `predictions` are the same text, and decrypting is slow.
  const texts = [...new Set(encrypted.map(([, text]) => text as string))];
  const clear = new Map(
    await Promise.all(texts.map(async (text) => [text, await decryptJson(text, key, request)] as const)),
  );
  return {
    ...body,
    ...Object.fromEntries(encrypted.map(([name, text]) => [name, clear.get(text as string)])),
    is_encrypted: false,
  };
}

async function decryptJson(text: string, key: CryptoKey, request?: RequestContext): Promise<unknown> {
  const { modulusLength } = key.algorithm as RsaKeyAlgorithm;
  const size = Math.ceil(modulusLength / 8);
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const blocks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      crypto.subtle.decrypt('RSA-OAEP', key, bytes.subarray(index * size, (index + 1) * size)),
    );
    // Joined before it is read as text: a block may end within a letter.
    const clear = await new Blob(await Promise.all(blocks)).arrayBuffer();
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(clear));
  } catch {
    // No cause: the parser's error quotes what it was given.
    throw new DecryptionError(
      `The results cannot be decrypted. Are they encrypted for another key than this one of ${modulusLength} bits?`,
      request,
    );
  }
}
