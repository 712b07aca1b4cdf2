import { checkRecord } from '../check/check-record.ts';
import { refuse } from '../check/refuse.ts';
import { readS3Document } from '../read-s3-document.ts';
import { readCanonicalLines } from './canonical-lines.ts';
import { checkSent, type RefusedForm, type RefusedRequest } from './check-sent.ts';
import type { Explanation, Reason } from './explanation.ts';
import { hideSecrets } from './hide-secrets.ts';
import { compared, type Refused, reasonsByCode } from './reasons-by-code.ts';
import { readForm, readSent, type Sent } from './sent.ts';

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** The secret key that should have signed. With it, a wrong key and altered content are told apart. */
  readonly secretAccessKey?: string;
  /**
   * The URL that was presigned and handed to the sender, to compare with what was sent; method and headers are compared
   * where it has them.
   */
  readonly presigned?: string | URL | RefusedRequest;
  /** The time of the request, for answers that do not tell S3's. Default: the machine's clock. */
  readonly now?: () => Date;
}

/**
 * Tells why S3 refused a request or form, from what was sent and what S3 answered; where nothing more can be told, it
 * passes on what S3 says. Never throws for what S3 answered, whatever that is.
 *
 * For `SignatureDoesNotMatch`, S3 sends the canonical request that it made of what reached it. It is compared line by
 * line with what was sent; with `presigned` and `secretAccessKey`, with what was signed too.
 *
 * @param request - As it was sent: method, URL and headers, or URL and fields of a form. A URL alone tells less: how it
 * was sent is then known only where S3 says what reached it.
 * @param answer - The body of S3's answer, an XML document, as text or bytes; `''` for a HEAD, whose answer has none.
 * What is neither counts as no answer.
 *
 * @throws InvalidInputError `InvalidOption` for a request or option that is none. Holds nothing of it.
 *
 * @example
 * ```ts
 * const response = await fetch(url, { method: 'PUT', headers, body });
 * if (!response.ok) console.error(explain({ method: 'PUT', url, headers }, await response.text()).reasons);
 * ```
 */
export function explain(
  request: string | URL | RefusedRequest | RefusedForm,
  answer: string | Uint8Array | undefined,
  options: ExplainOptions = {},
): Explanation {
  checkRecord(options, 'options');
  const { secretAccessKey, at } = settle(options);
  const document = readS3Document(textOf(answer));
  const arrived = readCanonicalLines(document.get('CanonicalRequest') ?? '');
  const given = checkSent(request, 'request');
  const wanted = options.presigned === undefined ? undefined : checkSent(options.presigned, 'presigned');
  if (wanted && 'fields' in wanted)
    return refuse('InvalidOption', 'presigned', 'must be a URL: a form holds its own policy');
  const isBare = 'isBare' in given && given.isBare;
  const sent =
    'fields' in given ? readForm(given) : readSent(given, isBare ? (arrived ?? wanted) : undefined);
  const presigned = wanted && readSent(wanted, sent.request);
  const values = [...sent.values, ...(presigned?.values ?? [])];
  const hide = hideSecrets(values, secretsOf(secretAccessKey, sent, presigned));
  const code = document.get('Code') ?? 'Unknown';
  const told = document.get('Message') ?? '';
  const message = hide(told);
  const isWhole = !isBare || arrived !== undefined;
  const refused = { sent, isWhole, document, code, told, message, hide, secretAccessKey, presigned, now: at };
  const reasons = withMissing([...missingHeaders(refused)], [...reasonsByCode(refused)]);
  return {
    code: hide(code),
    message: message || undefined,
    requestId: document.get('RequestId'),
    reasons: reasons.length > 0 ? reasons : [{ kind: 'other', message: message || 'S3 tells no reason.' }],
  };
}

function textOf(answer: unknown): string {
  if (typeof answer === 'string') return answer;
  try {
    return new TextDecoder().decode(answer as Uint8Array);
  } catch {
    return '';
  }
}

function settle({ secretAccessKey, now = () => new Date() }: ExplainOptions): {
  readonly secretAccessKey: string | undefined;
  readonly at: Date;
} {
  if (secretAccessKey !== undefined && typeof secretAccessKey !== 'string')
    return refuse('InvalidOption', 'secretAccessKey', 'must be a string');
  const at = typeof now === 'function' ? now() : undefined;
  if (!(at instanceof Date) || Number.isNaN(at.getTime()))
    return refuse('InvalidOption', 'now', 'must be a function that answers a valid Date');
  return { secretAccessKey, at };
}

/** Signed headers that were not sent; S3 says no more than that the signature is wrong. */
function* missingHeaders({ sent, isWhole, code, document, presigned }: Refused): Generator<Reason> {
  if (!isWhole || !['SignatureDoesNotMatch', 'AccessDenied', 'Unknown'].includes(code)) return;
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
