import { AiCoreError } from './ai-core-error.ts';

/** An earlier process sent this run and had no answer: only AI Core knows whether it was accepted. Nothing was sent again. */
export class UncertainRunError extends AiCoreError {
  override readonly name = 'UncertainRunError';
  readonly code = 'UncertainRun';
  /** Which item of the batch. */
  readonly key: string;

  constructor(key: string) {
    super(`Item ${key} was sent by an earlier process, which had no answer; AI Core may have accepted it.`);
    this.key = key;
  }
}
