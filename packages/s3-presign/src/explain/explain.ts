import { isPresignError } from '../errors.ts';
import { inspectPost } from '../inspect/inspect-post.ts';
import { inspectUrl } from '../inspect/inspect-url.ts';
import { canonicalRequest } from '../sigv4/canonical-request.ts';
import { type IncomingRequest, readRequest, type SignedRequest } from '../verify/incoming-request.ts';
import { Refusal } from '../verify/refusal.ts';
import { diffCanonical, readCanonicalLines } from './canonical-lines.ts';
import { readErrorDocument } from './error-document.ts';
import { explainForm, explainFormSignature, explainNamedCondition, type SentForm } from './explain-form.ts';
import { explainSignature } from './explain-signature.ts';
import type { Explanation, Reason } from './explanation.ts';
import { type Hide, hideSecrets } from './hide-secrets.ts';
import { type SignedParts, signedParts } from './signed-parts.ts';

/** A request that S3 refused, as it was sent. */
export interface RefusedRequest {
  /** Default: `GET`. */
  readonly method?: string;
  readonly url: string;
  /** All headers that were sent; `host` is taken from the URL. */
  readonly headers?: SignedRequest['headers'];
}

/** A form that S3 refused, as it was sent. */
export interface RefusedForm {
  readonly url: string;
  readonly fields: Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>;
  /** The field `file`. */
  readonly file?: { readonly size?: number | undefined; readonly name?: string | undefined };
}

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** The secret key that should have signed. With it, a wrong key and altered content are told apart. */
  readonly secretAccessKey?: string;
  /** What was presigned and handed to the sender, to compare with what was sent. */
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
  const document = readErrorDocument(answer);
  const sent = 'fields' in request ? readForm(request) : readSent(request);
  const hide = hideSecrets(sent.values, secretsOf(sent, options));
  const code = document.get('Code') ?? 'Unknown';
  const told = document.get('Message') ?? '';
  const message = hide(told);
  const context: Context = { sent, document, code, told, message, hide, options };
  const missing = [...missingHeaders(context)];
  const others = [...byCode(context)];
  // A header that is missing explains what else would be a guess.
  const reasons =
    missing.length === 0
      ? others
      : [...missing, ...others.filter(({ kind }) => kind !== 'signature' && kind !== 'permission')];
  return {
    code: hide(code),
    message: message || undefined,
    requestId: document.get('RequestId'),
    reasons: reasons.length > 0 ? reasons : [{ kind: 'other', message: message || 'S3 tells no reason.' }],
  };
}

interface Sent {
  /** Names and values of all that was sent. */
  readonly values: readonly (readonly [string, string])[];
  readonly request?: IncomingRequest;
  readonly signed?: SignedParts;
  readonly form?: SentForm;
  readonly url: string;
}

interface Context {
  readonly sent: Sent;
  readonly document: ReadonlyMap<string, string>;
  readonly code: string;
  /** S3's message, which may hold secrets. */
  readonly told: string;
  readonly message: string;
  readonly hide: Hide;
  readonly options: ExplainOptions;
}

function* byCode(context: Context): Generator<Reason> {
  const { code, document, message } = context;
  const at = (name: string) => document.get(name);
  switch (code) {
    case 'SignatureDoesNotMatch':
      return yield* signatureReasons(context);
    case 'AccessDenied':
    case 'InvalidPolicyDocument':
      return yield* deniedReasons(context);
    case 'Unknown':
      return yield* unknownReasons(context);
    case 'RequestTimeTooSkewed':
      return yield {
        kind: 'clock',
        message: 'The clock of the machine that signed is wrong: set it, by NTP for one.',
        ...compared(at('ServerTime'), at('RequestTime')),
      };
    case 'ExpiredToken':
    case 'TokenRefreshRequired':
      return yield {
        kind: 'expired',
        message:
          'The temporary credentials that signed it have ended, and what they signed ended with them, whatever life it was given. Refresh them and presign again.',
      };
    case 'InvalidToken':
      return yield {
        kind: 'session-token',
        message:
          'The session token does not belong to the access key, or was altered or left out: presign with all three parts of the credentials.',
      };
    case 'InvalidAccessKeyId':
      return yield {
        kind: 'access-key',
        message: 'The service does not know the access key: it was deleted, or belongs to another service.',
      };
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
      return yield {
        kind: 'region',
        message: 'The bucket is elsewhere: presign for its own region, so that the URL names its own host.',
        ...compared(at('Endpoint'), context.sent.request?.headers.get('host')),
      };
    case 'EntityTooLarge':
    case 'EntityTooSmall': {
      const limit = at('MaxSizeAllowed') ?? at('MinSizeAllowed');
      const actual = at('ProposedSize');
      const what = code === 'EntityTooLarge' ? 'large' : 'small';
      return yield {
        kind: 'size',
        message: `The file is too ${what} for what was presigned.`,
        ...compared(
          limit && `${what === 'large' ? 'at most' : 'at least'} ${limit} bytes`,
          actual && `${actual} bytes`,
        ),
      };
    }
    case 'BadDigest':
    case 'InvalidDigest':
    case 'XAmzContentChecksumMismatch':
    case 'XAmzContentSHA256Mismatch':
      return yield {
        kind: 'checksum',
        message: context.sent.request?.query.some(([name]) => /^x-amz-(sdk-)?checksum-/i.test(name))
          ? 'The URL holds a checksum, most often that of an empty body, which no other body has. In the AWS SDK that presigned it, set requestChecksumCalculation to "WHEN_REQUIRED".'
          : 'The body is not the one that the checksum was made of.',
      };
    case 'PreconditionFailed':
    case 'ConditionalRequestConflict':
      return yield {
        kind: 'precondition',
        message:
          'The object exists already, or was written at the same moment, and the condition forbids that.',
        ...(at('Condition') ? { name: at('Condition') as string } : {}),
      };
    case 'NotImplemented':
    case 'MethodNotAllowed':
      return yield {
        kind: 'unsupported',
        message: context.sent.form
          ? 'The service takes no POST forms here, as Cloudflare R2 and Backblaze B2 do not: presign a PUT instead. On AWS, post to the URL of the bucket, not of the object.'
          : message,
      };
    case 'AccessControlListNotSupported':
      return yield {
        kind: 'permission',
        name: 'x-amz-acl',
        message:
          'The bucket takes no ACLs (Object Ownership is "bucket owner enforced"): presign without acl.',
      };
    case 'NoSuchBucket':
      return yield { kind: 'bucket', message: 'There is no such bucket at this endpoint.' };
    default:
      return yield* malformedReasons(context);
  }
}

function* signatureReasons({ sent, document, hide, options }: Context): Generator<Reason> {
  if (sent.form) return yield explainFormSignature(sent.form, document, options.secretAccessKey);
  if (!sent.signed) return;
  const presigned = options.presigned && readSent(options.presigned).signed;
  if (presigned) {
    const wanted = readCanonicalLines(canonicalRequest(presigned.parts));
    const arrived = readCanonicalLines(
      document.get('CanonicalRequest') ?? canonicalRequest(sent.signed.parts),
    );
    const changes =
      wanted && arrived ? [...diffCanonical(wanted, arrived, 'is not the one that was presigned', hide)] : [];
    if (changes.length > 0) return yield* changes;
  }
  yield* explainSignature(sent.signed, document, options.secretAccessKey, hide);
}

function* deniedReasons(context: Context): Generator<Reason> {
  const { sent, document, told, message, hide } = context;
  const notSigned = document.get('HeadersNotSigned');
  if (notSigned !== undefined)
    for (const name of notSigned.split(/,\s*/))
      yield {
        kind: 'header-not-signed',
        name: hide(name),
        message: `The header ${hide(name)} was sent and not signed: leave it out, since the URL may hold it already, or presign with it as a header.`,
      };
  else if (/expired/i.test(told)) yield ended(context, document.get('Expires'), document.get('ServerTime'));
  else if (/not yet valid/i.test(told))
    yield {
      kind: 'not-yet-valid',
      message: "It is dated ahead of S3's clock: set the clock of the machine that signs, or wait.",
      ...compared(document.get('ServerTime'), document.get('X-Amz-Date')),
    };
  else if (sent.form) {
    const found = [...explainForm(sent.form, hide)];
    if (found.length > 0) yield* found;
    else if (told.includes('Policy Condition failed'))
      yield explainNamedCondition(told, sent.form.fields, hide);
    else if (told.includes('Policy')) yield { kind: 'policy', message };
    else yield permission();
  } else yield permission();
}

/** Without a code, as after a HEAD, what was sent still tells whether it could be accepted. */
function* unknownReasons(context: Context): Generator<Reason> {
  const { sent, hide } = context;
  const inspection = inspected(context);
  if (inspection?.expired) yield ended(context, inspection.expiresAt?.toISOString(), undefined);
  for (const warning of inspection?.warnings ?? [])
    if (warning.code === 'NotYetValid') yield { kind: 'not-yet-valid', message: warning.message };
    else if (warning.code === 'MissingPart' || warning.code === 'Malformed')
      yield { kind: sent.form ? 'missing-field' : 'parameter', message: warning.message };
  if (sent.form) yield* explainForm(sent.form, hide);
  else if (context.options.presigned || context.options.secretAccessKey !== undefined)
    yield* signatureReasons(context);
}

const WRONG_REGION = /the region '([^']*)' is wrong; expecting '([^']*)'/;
const MISSING_FIELD = /must contain a field named '([^']*)'/;

function* malformedReasons({ told, message, code, sent, document, hide }: Context): Generator<Reason> {
  const [, signedFor, region = document.get('Region')] = WRONG_REGION.exec(told) ?? [];
  if (region !== undefined)
    return yield {
      kind: 'region',
      message: 'It was signed for another region than the bucket is in: presign for that.',
      ...compared(hide(region), hide(signedFor ?? sent.signed?.region ?? '') || undefined),
    };
  const [, field] = MISSING_FIELD.exec(told) ?? [];
  if (field !== undefined)
    return yield {
      kind: 'missing-field',
      name: hide(field),
      message: sent.form?.fields.has(field.toLowerCase())
        ? `The field ${hide(field)} came behind the file, where S3 reads no more: send the file last.`
        : `The form lacks the field ${hide(field)}: send every field that was presigned.`,
    };
  if (code.startsWith('Authorization')) yield { kind: 'parameter', message };
}

/** Signed headers that were not sent; S3 says no more than that the signature is wrong. */
function* missingHeaders({ sent, code, document, options }: Context): Generator<Reason> {
  if (!['SignatureDoesNotMatch', 'AccessDenied', 'Unknown'].includes(code)) return;
  const arrived = readCanonicalLines(document.get('CanonicalRequest') ?? '');
  // HTTP clients add some, such as content-length, so those that reached S3 were sent.
  for (const name of sent.signed?.signedHeaders ?? [])
    if (!sent.request?.headers.has(name) && !arrived?.headers.get(name)) {
      const value = options.presigned && readSent(options.presigned).request?.headers.get(name);
      yield {
        kind: 'header-not-sent',
        name,
        message: `The header ${name} is signed and was not sent: send it, with the very value that was presigned.`,
        ...compared(value, undefined),
      };
    }
}

function ended(context: Context, end: string | undefined, serverTime: string | undefined): Reason {
  const expiresAt = end ?? inspected(context)?.expiresAt?.toISOString();
  return {
    kind: 'expired',
    message: 'It has ended: presign a new one, with more life if it waits in a queue.',
    ...compared(expiresAt && `before ${expiresAt}`, serverTime),
  };
}

function permission(): Reason {
  return {
    kind: 'permission',
    message:
      'The signature is right, and whoever signed may not do this: see the IAM policy of the signer, the policy of the bucket and of its KMS key. Presigning itself needs no permission, so it fails only now.',
  };
}

function inspected({ sent, options }: Context) {
  const now = options.now?.() ?? new Date();
  try {
    return sent.form
      ? inspectPost({ url: sent.url, fields: Object.fromEntries(sent.form.fields) }, now)
      : inspectUrl({ url: sent.url }, now);
  } catch (error) {
    if (isPresignError(error)) return undefined;
    throw error;
  }
}

function readSent({ method, url, headers }: RefusedRequest): Sent {
  const request = readRequest({ method: method?.toUpperCase(), url, headers });
  if (request instanceof Refusal) return { url, values: [] };
  const signed = signedParts(request);
  return { url, request, ...(signed && { signed }), values: [...request.query, ...request.headers] };
}

function readForm({ url, fields, file }: RefusedForm): Sent {
  const pairs = Symbol.iterator in fields ? [...fields] : Object.entries(fields);
  const named = pairs.map(([name, value]): [string, string] => [
    name.toLowerCase(),
    typeof value === 'string' ? value : '',
  ]);
  return { url, form: { url, fields: new Map(named), file }, values: named };
}

/** Secrets that have no secret's name. */
function* secretsOf(sent: Sent, options: ExplainOptions): Generator<string> {
  if (options.secretAccessKey !== undefined) yield options.secretAccessKey;
  if (sent.signed) yield sent.signed.signature;
}

function compared(expected: string | undefined, actual: string | undefined) {
  return { ...(expected && { expected }), ...(actual && { actual }) };
}
