import { AiCoreError } from './ai-core-error.ts';

/** Results of API v1 that are encrypted cannot be read: no private key, another one, or damaged text. */
export class DecryptionError extends AiCoreError {
  override readonly name = 'DecryptionError';
  readonly code = 'DecryptionFailed';
}
