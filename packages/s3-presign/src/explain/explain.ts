import { readS3Document } from '../read-s3-document.ts';
import { readCanonicalLines } from './canonical-lines.ts';
import type { Explanation, Reason } from './explanation.ts';
import { hideSecrets } from './hide-secrets.ts';
import { compared, type Refused, reasonsByCode } from './reasons-by-code.ts';
import { type RefusedForm, type RefusedRequest, readForm, readSent, type Sent } from './sent.ts';

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** The secret key that should have signed. With it, a wrong key and altered content are told apart. */
  readonly secretAccessKey?: string;
  /** The URL that was presigned and handed to the sender, with its method and headers, to compare with what was sent. */
  readonly presigned?: RefusedRequest;
  /** The time of the request, for answers that do not tell S3's. Default: the machine's clock. */
  readonly now?: () => Date;
}

/**
 * Tells why S3 refused a request or form, from what was sent and what S3 answered. Never throws, whatever S3
 * answered; where nothing more can be told, it passes on what S3 says.
 *
 * For `SignatureDoesNotMatch`, S3 sends the canonical request that it made of what reached it. It is compared line by
 * line with what was sent; with `presigned` and `secretAccessKey`, with what was signed too.
 *
 * @param request - As it was sent: method, URL and headers, or URL and fields of a form.
 * @param answer - The body of S3's answer, an XML document; `''` for a HEAD, whose answer has none.
 *
 * @example
 * ```ts
 * const response = await fetch(url, { method: 'PUT', headers, body });
 * if (!response.ok) console.error(explain({ method: 'PUT', url, headers }, await response.text()).reasons);
 * ```
 */
export function explain(
  request: RefusedRequest | RefusedForm,
  answer: string,
  options: ExplainOptions = {},
): Explanation {
  const document = readS3Document(answer);
  const sent = 'fields' in request ? readForm(request) : readSent(request);
  const presigned = options.presigned && readSent(options.presigned);
  const { secretAccessKey, now = () => new Date() } = options;
  const values = [...sent.values, ...(presigned?.values ?? [])];
  const hide = hideSecrets(values, secretsOf(secretAccessKey, sent, presigned));
  const code = document.get('Code') ?? 'Unknown';
  const told = document.get('Message') ?? '';
  const message = hide(told);
  const refused = { sent, document, code, told, message, hide, secretAccessKey, presigned, now: now() };
  const reasons = withMissing([...missingHeaders(refused)], [...reasonsByCode(refused)]);
  return {
    code: hide(code),
    message: message || undefined,
    requestId: document.get('RequestId'),
    reasons: reasons.length > 0 ? reasons : [{ kind: 'other', message: message || 'S3 tells no reason.' }],
  };
}

/** Signed headers that were not sent; S3 says no more than that the signature is wrong. */
function* missingHeaders({ sent, code, document, presigned }: Refused): Generator<Reason> {
  if (!['SignatureDoesNotMatch', 'AccessDenied', 'Unknown'].includes(code)) return;
  const arrived = readCanonicalLines(document.get('CanonicalRequest') ?? '');
  // HTTP clients add some, such as content-length, so those that reached S3 were sent.
  for (const name of sent.signed?.signedHeaders ?? [])
    if (!sent.request?.headers.has(name) && !arrived?.headers.get(name))
      yield {
        kind: 'header-not-sent',
        name,
        message: `The header ${name} is signed and was not sent: send it, with the very value that was presigned.`,
        ...compared(presigned?.request?.headers.get(name), undefined),
      };
}

/** A missing header explains what else would be a guess, or said twice. */
function withMissing(missing: readonly Reason[], others: readonly Reason[]): readonly Reason[] {
  if (missing.length === 0) return others;
  const twin = (reason: Reason) => others.find((one) => one.kind === 'header' && one.name === reason.name);
  return [
    ...missing.map((reason) => ({ ...reason, ...compared(twin(reason)?.expected, undefined) })),
    ...others.filter(
      (one) =>
        one.kind !== 'signature' &&
        one.kind !== 'permission' &&
        !missing.some((reason) => twin(reason) === one),
    ),
  ];
}

/** Secrets that have no secret's name. */
function* secretsOf(secretAccessKey: string | undefined, ...all: (Sent | undefined)[]): Generator<string> {
  if (secretAccessKey !== undefined) yield secretAccessKey;
  for (const sent of all) if (sent?.signed) yield sent.signed.signature;
}
