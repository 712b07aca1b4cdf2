import { isPresignError } from '../errors.ts';
import { inspectPost } from '../inspect/inspect-post.ts';
import { inspectUrl } from '../inspect/inspect-url.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { canonicalRequest } from '../sigv4/canonical-request.ts';
import { diffCanonical, readCanonicalLines } from './canonical-lines.ts';
import { explainForm, explainFormSignature, explainNamedCondition } from './explain-form.ts';
import { explainFormBody } from './explain-form-body.ts';
import { explainSignature } from './explain-signature.ts';
import type { Reason } from './explanation.ts';
import type { Hide } from './hide-secrets.ts';
import type { Sent } from './sent.ts';

/** What is known of a refusal. */
export interface Refused {
  readonly sent: Sent;
  /** Whether it is known how the request was sent, by the caller or by S3. */
  readonly isWhole: boolean;
  readonly document: ReadonlyMap<string, string>;
  readonly code: string;
  /** S3's message, which may hold secrets. */
  readonly told: string;
  readonly message: string;
  readonly hide: Hide;
  readonly secretAccessKey: string | undefined;
  /** What was presigned, taken apart. */
  readonly presigned: Sent | undefined;
  readonly now: Date;
}

/** The reasons that S3's error code stands for, looked for in what was sent. */
export function* reasonsByCode(context: Refused): Generator<Reason> {
  const { code, document, message } = context;
  const at = (name: string) => document.get(name);
  const body = explainFormBody(code, context.told, document);
  if (body) return yield body;
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
      return yield preconditionReason(context);
    case 'InvalidStorageClass':
      return yield {
        kind: 'value',
        name: 'x-amz-storage-class',
        message:
          'S3 knows no such storage class, or the bucket does not take it: presign with another, such as STANDARD, STANDARD_IA, INTELLIGENT_TIERING or GLACIER_IR.',
        ...compared(undefined, valueSent(context, 'x-amz-storage-class')),
      };
    case 'MalformedXML':
      return yield context.sent.form?.fields.has('tagging')
        ? {
            kind: 'value',
            name: 'tagging',
            message:
              'The field tagging must be a document, <Tagging><TagSet><Tag><Key>…</Key><Value>…</Value></Tag></TagSet></Tagging>: presign with tagging, which writes it.',
          }
        : {
            kind: 'value',
            message:
              'The body must be the XML document that this request takes, such as the list of parts that completes a multipart upload.',
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

/** S3 names the header whose condition does not hold; other services do not. */
function preconditionReason({ sent, code, document, hide }: Refused): Reason {
  const name = hide(document.get('Condition') ?? '') || undefined;
  const exists =
    code === 'ConditionalRequestConflict' ||
    /^if-none-match$/i.test(name ?? (sent.request?.headers.has('if-none-match') ? 'if-none-match' : ''));
  return {
    kind: 'precondition',
    message: exists
      ? 'The object exists already, or was written at the same moment, and the condition forbids that.'
      : 'The object is not as the condition of the request demands, such as If-Match or If-Unmodified-Since.',
    ...(name && { name }),
  };
}

/** The value of a header as it was sent: as a field of the form, in the query, or as a header. */
function valueSent({ sent, hide }: Refused, name: string): string | undefined {
  const inQuery = sent.request?.query.find(([own]) => own.toLowerCase() === name)?.[1];
  const value = sent.form?.fields.get(name) ?? sent.request?.headers.get(name) ?? inQuery;
  return value && hide(value);
}

function* signatureReasons({
  sent,
  isWhole,
  document,
  hide,
  secretAccessKey,
  presigned,
}: Refused): Generator<Reason> {
  if (sent.form) return yield explainFormSignature(sent.form, document, secretAccessKey);
  if (!sent.signed) return;
  if (presigned?.signed) {
    const wanted = readCanonicalLines(canonicalRequest(presigned.signed.parts));
    const arrived = readCanonicalLines(
      document.get('CanonicalRequest') ?? canonicalRequest(sent.signed.parts),
    );
    const changes =
      wanted && arrived ? [...diffCanonical(wanted, arrived, 'is not the one that was presigned', hide)] : [];
    if (changes.length > 0) return yield* changes;
  }
  if (!isWhole)
    return yield {
      kind: 'signature',
      message:
        'A URL alone does not tell how it was sent: say it, as { method, url, headers }, to be told what S3 could not accept.',
    };
  yield* explainSignature(sent.signed, document, secretAccessKey, hide);
}

function* deniedReasons(context: Refused): Generator<Reason> {
  const { sent, document, told, message, hide } = context;
  const notSigned = document.get('HeadersNotSigned');
  if (notSigned !== undefined)
    for (const name of notSigned.split(/,\s*/))
      yield {
        kind: 'header-not-signed',
        name: hide(name),
        message: `The header ${hide(name)} was sent and not signed: leave it out, since the URL may hold it already, or presign with it as a header.`,
      };
  else if (/(Request has|Policy) expired/i.test(told))
    yield ended(context, document.get('Expires'), document.get('ServerTime'));
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
    else yield* silentReasons(context);
  } else yield* silentReasons(context);
}

/** Some services, Ceph among them, say no more than that access is denied, of an end that has passed too. */
function* silentReasons(context: Refused): Generator<Reason> {
  const visible = [...visibleReasons(context)];
  if (visible.length > 0) yield* visible;
  else
    yield {
      kind: 'permission',
      message:
        'Most often, whoever signed may not do this: see the IAM policy of the signer, the policy of the bucket and of its KMS key. Presigning itself needs no permission, so it fails only now.',
    };
}

/** What can be seen without S3: dates that do not hold, parts that are missing. */
function* visibleReasons(context: Refused): Generator<Reason> {
  const inspection = inspected(context);
  if (inspection?.expired) yield ended(context, undefined, undefined);
  for (const warning of inspection?.warnings ?? [])
    if (warning.code === 'NotYetValid') yield { kind: 'not-yet-valid', message: warning.message };
    else if (warning.code === 'MissingPart' || warning.code === 'Malformed')
      yield { kind: context.sent.form ? 'missing-field' : 'parameter', message: warning.message };
}

/** Without a code, as after a HEAD, what was sent still tells whether it could be accepted. */
function* unknownReasons(context: Refused): Generator<Reason> {
  yield* visibleReasons(context);
  if (context.sent.form) yield* explainForm(context.sent.form, context.hide);
  // Whether it is the signature that S3 refused is not known: a guess at it would be one too many.
  else if (context.presigned || context.secretAccessKey !== undefined)
    for (const reason of signatureReasons(context))
      if (context.secretAccessKey !== undefined || reason.kind !== 'signature') yield reason;
}

const WRONG_REGION = /the region '([^']*)' is wrong; expecting '([^']*)'/;
const MISSING_FIELD = /must contain a field named '([^']*)'/;

function* malformedReasons({ told, message, code, sent, document, hide }: Refused): Generator<Reason> {
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

function ended(context: Refused, end: string | undefined, serverTime: string | undefined): Reason {
  const expiresAt = end ?? inspected(context)?.expiresAt?.toISOString();
  return {
    kind: 'expired',
    message: 'It has ended: presign a new one, with more life if it waits in a queue.',
    ...compared(expiresAt && `before ${expiresAt}`, serverTime),
  };
}

function inspected({ sent, now }: Refused): Inspection | undefined {
  try {
    return sent.form
      ? inspectPost({ url: sent.url, fields: Object.fromEntries(sent.form.fields) }, now)
      : inspectUrl({ url: sent.url }, now);
  } catch (error) {
    if (isPresignError(error)) return undefined;
    throw error;
  }
}

/** The two sides of a difference, where they are known. */
export function compared(
  expected: string | undefined,
  actual: string | undefined,
): Pick<Reason, 'expected' | 'actual'> {
  return { ...(expected && { expected }), ...(actual && { actual }) };
}
