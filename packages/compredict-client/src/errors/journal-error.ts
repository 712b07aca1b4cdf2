import { AiCoreError } from './ai-core-error.ts';

/** The journal of a batch cannot be read or written, or is that of another batch. Ends the batch. */
export class JournalError extends AiCoreError {
  override readonly name = 'JournalError';
  readonly code = 'JournalFailed';

  constructor(message: string, options?: ErrorOptions) {
    super(message, undefined, options);
  }
}
