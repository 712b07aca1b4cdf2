/** The request an error belongs to. Nothing here is secret: the URL has lost its query values. */
export interface RequestContext {
  readonly method: string;
  readonly url: string;
  /** Status of the answer; absent when there was none. */
  readonly status?: number;
  /** The server's id of the request, where it sent one. */
  readonly requestId?: string;
  /** The answer, where it was JSON. */
  readonly body?: unknown;
}

/** Marks our errors for other copies of this package: an application may load it as ES module and as CommonJS. */
const brand: symbol = Symbol.for('@x/compredict-client/error');

/**
 * Base of every error of this package. `code` is stable. Neither message nor any enumerable property holds a token, a
 * password, a presigned URL or a form field.
 */
export abstract class AiCoreError extends Error {
  abstract override readonly name: string;
  abstract readonly code: string;
  /** HTTP method of the request, if one was made. */
  declare readonly method?: string;
  /** URL of the request, without query values. */
  declare readonly url?: string;
  /** Status of the answer; absent when none came. */
  declare readonly status?: number;
  /** The server's id of the request, for its support. */
  declare readonly requestId?: string;
  /** The answer's parsed JSON. Not enumerable, since AI Core may echo what it was sent: read it, do not log it. */
  declare readonly body?: unknown;

  constructor(message: string, request?: RequestContext, options?: ErrorOptions) {
    super(message, options);
    const { body, ...shown } = request ?? {};
    Object.assign(this, shown);
    if (body !== undefined) hide(this, 'body', body);
    hide(this, brand, true);
  }
}

/** Sets a property that `inspect`, `JSON.stringify` and spreading leave out. */
export function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false });
}

/** Tells this package's errors from others, across copies of the package too. */
export function isAiCoreError(error: unknown): error is AiCoreError {
  return error instanceof Error && brand in error;
}
