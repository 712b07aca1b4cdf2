import { AiCoreError } from './ai-core-error.ts';

/** An earlier process ended while it sent this run: only AI Core knows whether it was accepted. Nothing was sent again. */
export class UncertainRunError extends AiCoreError {
  override readonly name = 'UncertainRunError';
  readonly code = 'UncertainRun';
  /** Which item of the batch. */
  readonly key: string;

  constructor(key: string) {
    super(`Item ${key} was being sent when an earlier process ended; AI Core may have accepted it.`);
    this.key = key;
  }
}
