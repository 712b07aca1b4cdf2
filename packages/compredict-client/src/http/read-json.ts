import * as v from 'valibot';
import { UnexpectedResponseError } from '../errors/response-errors.ts';
import type { ApiResponse } from './transport.ts';

/**
 * The body of a successful answer, checked.
 *
 * @throws {@link UnexpectedResponseError} that says where the body is not what it should be, never what is there.
 */
export function readJson<T>(response: ApiResponse, schema: v.GenericSchema<unknown, T>): T {
  const { request } = response;
  const what = `${request.method} ${request.url} answered ${request.status}`;
  const body = parse(response, what);
  const checked = v.safeParse(schema, body);
  if (checked.success) return checked.output;
  const issues = checked.issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    expected: issue.expected ?? issue.message,
  }));
  const list = issues.map(({ path, expected }) => `${path || 'body'}: expected ${expected}`).join('; ');
  throw new UnexpectedResponseError(`${what} with an unexpected body. ${list}`, issues, { ...request, body });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The parsed body. The parser's own error is not kept as the cause: it quotes the text. */
function parse({ bytes, request, headers }: ApiResponse, what: string): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    const type = headers.get('content-type')?.split(';')[0] ?? 'no content type';
    const issue = { path: '', expected: 'JSON' };
    throw new UnexpectedResponseError(
      `${what} with a body that is not JSON (${bytes.length} bytes, ${type}).`,
      [issue],
      request,
    );
  }
}
