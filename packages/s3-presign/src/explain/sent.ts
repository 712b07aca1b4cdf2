import { type IncomingRequest, readRequest } from '../verify/incoming-request.ts';
import type { CheckedForm, CheckedRequest } from './check-sent.ts';
import type { SentForm } from './explain-form.ts';
import { type SignedParts, signedParts } from './signed-parts.ts';

/** What was sent, taken apart as far as it can be. */
export interface Sent {
  /** Names and values of all that was sent. */
  readonly values: readonly (readonly [string, string])[];
  readonly request?: IncomingRequest;
  readonly signed?: SignedParts;
  readonly form?: SentForm;
  readonly url: string;
}

/**
 * Takes a request apart; what is none has no parts.
 *
 * @param otherwise - Method and headers to take where it has none of its own.
 */
export function readSent(
  given: CheckedRequest,
  otherwise: Pick<CheckedRequest, 'method' | 'headers'> = {},
): Sent {
  const { url, method = otherwise.method, headers = withoutHost(otherwise.headers) } = given;
  const request = readRequest({ method, url, headers: Object.fromEntries(headers) });
  if ('code' in request) return { url, values: [...headers] };
  const signed = signedParts(request);
  return { url, request, ...(signed && { signed }), values: [...request.query, ...request.headers] };
}

/** The host is that of the URL at hand, and S3 lists a signed header that was not sent as an empty one. */
function withoutHost(headers: CheckedRequest['headers'] = new Map()): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name, value]) => name !== 'host' && value !== ''));
}

/** Takes a form apart. */
export function readForm({ url, fields, file }: CheckedForm): Sent {
  return { url, form: { url, fields: new Map(fields), file }, values: fields };
}
