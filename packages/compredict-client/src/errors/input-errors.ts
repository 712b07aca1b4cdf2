import { AiCoreError } from './ai-core-error.ts';

/** The client's own options are unusable: no credentials, a URL that is none, a negative timeout. */
export class ConfigurationError extends AiCoreError {
  override readonly name = 'ConfigurationError';
  readonly code = 'InvalidConfiguration';
}

/** An argument that AI Core would refuse or misread. Nothing was sent. */
export class InvalidArgumentError extends AiCoreError {
  override readonly name = 'InvalidArgumentError';
  readonly code = 'InvalidArgument';
  /** The argument at fault, such as `id` or `parameters.q.1`. */
  readonly argument: string;

  constructor(argument: string, message: string) {
    super(message);
    this.argument = argument;
  }
}
