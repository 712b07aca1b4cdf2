import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Crash } from './django-page.ts';

/** An answer that is not a success: thrown anywhere in a request, written by the app. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ContentfulStatusCode;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    body: Readonly<Record<string, unknown>>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = { status: false, ...body };
    this.headers = headers;
  }
}

/** 400 with the list of what is wrong, each `<part> : <message>`. */
export class BadRequest extends ApiError {
  readonly errors: readonly string[];

  constructor(errors: readonly string[]) {
    super(400, { errors });
    this.errors = errors;
  }
}

/** 400 about one part of the request. */
export const refuse = (part: string, message: string): BadRequest => new BadRequest([`${part} : ${message}`]);

/** 413. */
export const tooLarge = (maxBytes: number): ApiError =>
  new ApiError(413, { error: `The request is larger than ${maxBytes} bytes.` });

/** 405, naming what is allowed. */
export const methodNotAllowed =
  (allowed: string) =>
  (c: Context): never => {
    const error = `Method "${c.req.method}" not allowed.`;
    throw new ApiError(405, { error, detail: error }, { allow: allowed });
  };

/** A defect of an algorithm: answered 500 with the debug page that a Django with its debug mode on shows. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** The form that was sent, which the page echoes. */
  readonly post: Crash['post'];

  constructor(message: string, post: Crash['post']) {
    super(message);
    this.post = post;
  }
}

/**
 * 401. `error` for the official clients, `detail` and `code` as Django REST framework and SimpleJWT give them, so that
 * clients made for either find what they look for.
 */
export const unauthorized = (
  message: string,
  code: string,
  challenge: 'Bearer realm="api"' | 'Token' = 'Bearer realm="api"',
): ApiError =>
  new ApiError(401, { error: message, detail: message, code }, { 'www-authenticate': challenge });

/** 404. */
export const notFound = (message = 'Not found.'): ApiError =>
  new ApiError(404, { error: message, detail: message });
