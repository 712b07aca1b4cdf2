import type { AiCoreError, RequestContext } from '../errors/ai-core-error.ts';
import {
  AuthenticationError,
  ConflictError,
  NotFoundError,
  PermissionError,
  RequestRefusedError,
  ServerError,
  ThrottledError,
  UnexpectedResponseError,
  ValidationError,
} from '../errors/response-errors.ts';
import { parseJson } from './parse-json.ts';
import { readErrorMessages } from './read-error-messages.ts';
import { redactText } from './redact.ts';
import { retryAfterMs } from './retry-after.ts';

/** The error for an answer that is no success, with its body as text. */
export function responseError(
  request: Required<Pick<RequestContext, 'method' | 'url' | 'status'>> & RequestContext,
  headers: Headers,
  text: string,
  now: number,
): AiCoreError {
  const { status, method, url } = request;
  const body = parseJson(text) ?? text;
  const messages = readErrorMessages(body).map(redactText);
  const said = messages.join('; ') || reasons[status] || `HTTP ${status}`;
  const message = `${method} ${url}: ${said}`;
  // Text is not kept: a debug page echoes the request.
  const context = typeof body === 'object' && body !== null ? { ...request, body } : request;
  if (status < 400) {
    const hint = 'AI Core redirected. Give its final address as the `url` of the client.';
    return new UnexpectedResponseError(`${method} ${url}: ${hint}`, [], context);
  }
  if (status >= 500) return new ServerError(message, context);
  switch (status) {
    case 400:
    case 422:
      return new ValidationError(message, messages, context);
    case 401:
      return new AuthenticationError(message, context);
    case 403:
      return new PermissionError(message, context);
    case 404:
    case 410:
      return new NotFoundError(message, context);
    case 409:
      return new ConflictError(message, context);
    case 429:
      return new ThrottledError(message, retryAfterMs(headers, said, now), context);
    default:
      return new RequestRefusedError(message, context);
  }
}

/** What to say where the answer says nothing itself. */
const reasons: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found, or forgotten: AI Core keeps tasks for about three days',
  405: 'Method not allowed: is the `url` of the client that of AI Core, with its version?',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};
