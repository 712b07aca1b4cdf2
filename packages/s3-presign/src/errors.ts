/** Why an input was refused. Stable: code may switch on it. */
export type InvalidInputCode =
  | 'InvalidBucket'
  | 'InvalidKey'
  | 'InvalidExpiresIn'
  | 'InvalidContentLength'
  | 'InvalidHeader'
  | 'InvalidMetadata'
  | 'InvalidTagging'
  | 'InvalidOption'
  | 'InvalidPolicy'
  | 'FormTooLarge';

/** Base of every error this package throws. `code` is stable; messages never hold a signature, token or policy. */
export abstract class PresignError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;
}

/** An option or argument that S3 would refuse or silently misread. Thrown before anything is signed. */
export class InvalidInputError extends PresignError {
  override readonly name = 'InvalidInputError';
  readonly code: InvalidInputCode;
  /** The option at fault, such as `expiresIn` or `metadata.trip`. */
  readonly option: string;

  constructor(code: InvalidInputCode, option: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.option = option;
  }
}

/** No usable AWS credentials: none found (`CredentialsNotFound`), or found but past their end (`CredentialsExpired`). */
export class CredentialsError extends PresignError {
  override readonly name = 'CredentialsError';
  readonly code: 'CredentialsNotFound' | 'CredentialsExpired';

  constructor(code: CredentialsError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The AWS SDK found no endpoint or region for the bucket, or one that cannot be presigned here. */
export class EndpointError extends PresignError {
  override readonly name = 'EndpointError';
  readonly code: 'EndpointNotResolved' | 'EndpointNotSupported';

  constructor(code: EndpointError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Tells this package's errors from others, across copies of the package too. */
export function isPresignError(error: unknown): error is PresignError {
  return (
    error instanceof PresignError ||
    (error instanceof Error &&
      ['InvalidInputError', 'CredentialsError', 'EndpointError'].includes(error.name))
  );
}
