import { AiCoreError, type RequestContext } from './ai-core-error.ts';

/** 401: the token, or the username and password, were not accepted, and renewing the token did not help. */
export class AuthenticationError extends AiCoreError {
  override readonly name = 'AuthenticationError';
  readonly code = 'AuthenticationFailed';
}

/** 403: the account may not do this. */
export class PermissionError extends AiCoreError {
  override readonly name = 'PermissionError';
  readonly code = 'PermissionDenied';
}

/** 404 or 410: no such algorithm, version or task. Tasks are forgotten after about three days. */
export class NotFoundError extends AiCoreError {
  override readonly name = 'NotFoundError';
  readonly code = 'NotFound';
}

/** 400 or 422: AI Core refused what it was sent. */
export class ValidationError extends AiCoreError {
  override readonly name = 'ValidationError';
  readonly code = 'InvalidRequest';
  /** Everything it found wrong, such as ``features : Input name: `Speed` is mandatory but not provided!``. */
  readonly messages: readonly string[];

  constructor(message: string, messages: readonly string[], request: RequestContext) {
    super(message, request);
    this.messages = messages;
  }
}

/** 409: it cannot be done as things stand, such as canceling a task that has finished. */
export class ConflictError extends AiCoreError {
  override readonly name = 'ConflictError';
  readonly code = 'Conflict';
}

/** 429: too many requests. */
export class ThrottledError extends AiCoreError {
  override readonly name = 'ThrottledError';
  readonly code = 'Throttled';
  /** Milliseconds to wait before the next try, where AI Core said so. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, retryAfterMs: number | undefined, request: RequestContext) {
    super(message, request);
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

/** Any other 4xx, such as 413 for features that are too large. */
export class RequestRefusedError extends AiCoreError {
  override readonly name = 'RequestRefusedError';
  readonly code = 'RequestRefused';
}

/** 5xx. Of a debug page only the exception's own text is kept: the rest of it echoes the request. */
export class ServerError extends AiCoreError {
  override readonly name = 'ServerError';
  readonly code = 'ServerError';
}

/** One thing that was wrong with an answer. */
export interface ResponseIssue {
  /** Where in the body, such as `versions.0.version`; empty for the whole body. */
  readonly path: string;
  /** What was expected there. */
  readonly expected: string;
}

/** An answer that is not what AI Core's contract says: not JSON, another shape, a redirect. */
export class UnexpectedResponseError extends AiCoreError {
  override readonly name = 'UnexpectedResponseError';
  readonly code = 'UnexpectedResponse';
  readonly issues: readonly ResponseIssue[];

  constructor(message: string, issues: readonly ResponseIssue[], request: RequestContext) {
    super(message, request);
    this.issues = issues;
  }
}
