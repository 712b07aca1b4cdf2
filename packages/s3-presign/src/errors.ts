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
  | 'FormTooLarge'
  | 'UrlTooLong';

// On every error of this package, whichever of its entries or copies made it. Not enumerable, so that it is not printed.
const BRAND = Symbol.for('@x/s3-presign/error');

/**
 * Base of every error this package throws. `code` is stable; messages never hold a signature, token or policy.
 *
 * Each entry of this package brings classes of its own, and so do its ESM and CommonJS builds; `instanceof` holds across
 * all of them.
 */
export abstract class PresignError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked, which may extend this one
    return isInstance(this, error);
  }
}

function isInstance(asked: typeof PresignError, error: unknown): boolean {
  // A class that somebody else derives has no name of its own here, and its own instances alone.
  if (asked !== PresignError && !Object.hasOwn(asked.prototype, 'name'))
    return Function.prototype[Symbol.hasInstance].call(asked, error);
  if (typeof error !== 'object' || error === null || !(BRAND in error)) return false;
  return asked === PresignError || ('name' in error && error.name === asked.prototype.name);
}

/** An option or argument that S3 would refuse or silently misread. Thrown before anything is signed. */
export class InvalidInputError extends PresignError {
  override get name(): 'InvalidInputError' {
    return 'InvalidInputError';
  }
  readonly code: InvalidInputCode;
  /** The option at fault, such as `expiresIn` or `metadata.trip`. */
  readonly option: string;

  constructor(code: InvalidInputCode, option: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.option = option;
  }
}

/**
 * No usable AWS credentials: none found (`CredentialsNotFound`), found but past their end (`CredentialsExpired`), or
 * ending before the life asked for, where that was not to be shortened (`CredentialsTooShort`).
 */
export class CredentialsError extends PresignError {
  override get name(): 'CredentialsError' {
    return 'CredentialsError';
  }
  readonly code: 'CredentialsNotFound' | 'CredentialsExpired' | 'CredentialsTooShort';

  constructor(code: CredentialsError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The AWS SDK found no endpoint or region for the bucket, or one that cannot be presigned here. */
export class EndpointError extends PresignError {
  override get name(): 'EndpointError' {
    return 'EndpointError';
  }
  readonly code: 'EndpointNotResolved' | 'EndpointNotSupported';

  constructor(code: EndpointError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What was asked for is known not to work on this S3-compatible service; the message names what does. */
export class ProviderError extends PresignError {
  override get name(): 'ProviderError' {
    return 'ProviderError';
  }
  readonly code: 'PostNotSupported' | 'ConditionNotSupported';
  /** The service, such as `r2`. */
  readonly provider: string;

  constructor(code: ProviderError['code'], provider: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.provider = provider;
  }
}

/** What `inspect` was given is no presigned URL or form of S3. */
export class NotPresignedError extends PresignError {
  override get name(): 'NotPresignedError' {
    return 'NotPresignedError';
  }
  readonly code = 'NotPresigned';
}

/** An answer of S3 that is no success. `code` is S3's own, such as `AccessDenied`; `UnknownError` when it gave none. */
export class S3ResponseError extends PresignError {
  override get name(): 'S3ResponseError' {
    return 'S3ResponseError';
  }
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** What AWS support asks for, where S3 sent it. */
  readonly requestId?: string;
  /** What AWS support asks for, where S3 sent it. */
  readonly hostId?: string;

  constructor(
    answer: {
      readonly code: string;
      readonly status: number;
      readonly message: string;
      readonly requestId?: string | undefined;
      readonly hostId?: string | undefined;
    },
    options?: ErrorOptions,
  ) {
    super(`S3 answered ${answer.status} ${answer.code}${answer.message && `: ${answer.message}`}`, options);
    this.code = answer.code;
    this.status = answer.status;
    if (answer.requestId) this.requestId = answer.requestId;
    if (answer.hostId) this.hostId = answer.hostId;
  }
}

/**
 * A request that got no answer: the network failed (`NetworkFailed`), an attempt took longer than `timeout`
 * (`TimedOut`), the caller's signal fired (`Aborted`), the body could not be read to its stated end (`BodyFailed`), or
 * the URL or form has ended (`TargetExpired`, before anything is sent). What `fetch` throws is not the `cause` itself, since
 * it may hold the URL: a stand-in has its name, message, stack, code and causes, without secrets.
 */
export class UploadError extends PresignError {
  override get name(): 'UploadError' {
    return 'UploadError';
  }
  readonly code: 'NetworkFailed' | 'TimedOut' | 'Aborted' | 'BodyFailed' | 'TargetExpired';
  /** How often a request was begun. */
  readonly attempts: number;

  constructor(code: UploadError['code'], attempts: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.attempts = attempts;
  }
}

/** Tells this package's errors from others, across copies of the package too. */
export function isPresignError(error: unknown): error is PresignError {
  return error instanceof PresignError;
}
