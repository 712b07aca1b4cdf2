import { FILENAME, fileNameOf, MAX_PRE_DATA_BYTES } from '../form-rules.ts';
import { parseAmzDate } from '../sigv4/amz-date.ts';
import { ALGORITHM } from '../sigv4/names.ts';
import { checkPolicy, checkSizeRange } from './policy/check-policy.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import { Refusal } from './refusal.ts';
import { sameText } from './same-text.ts';
import { serverTime } from './server-time.ts';
import { signatureDoesNotMatch } from './signed-headers.ts';
import { signingOf } from './signing-of.ts';
import { findCredentials, parseCredential, type VerifyOptions } from './verify-options.ts';

/** A form as a server got it. */
export interface PostedForm {
  /** Bucket that the form was posted to, by host name or path. */
  readonly bucket: string;
  /** The fields before the file, in their order; those behind it S3 ignores. */
  readonly fields: Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>;
  /** The field `file`, if there was one. */
  readonly file?: {
    /** Bytes. Left out while the file is still on its way: then ask {@link AcceptedPost.refuseSize} of it. */
    readonly size?: number;
    /** The `filename` parameter of its part. */
    readonly name?: string | undefined;
  };
}

/** A form that S3 would accept. */
export interface AcceptedPost {
  readonly ok: true;
  readonly accessKeyId: string;
  readonly region: string;
  readonly expiresAt: Date;
  /** The object's key, `${filename}` filled in. */
  readonly key: string;
  /** All fields, names in lower case, `${filename}` filled in. */
  readonly fields: Readonly<Record<string, string>>;
  /** What S3 answers to a file of so many bytes, if it is too large or too small for the policy. */
  refuseSize(bytes: number): Refusal | undefined;
}

const AUTH_FIELDS = [
  'policy',
  'x-amz-signature',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
] as const;
const NAMES = {
  policy: 'Policy',
  'x-amz-signature': 'X-Amz-Signature',
  'x-amz-algorithm': 'X-Amz-Algorithm',
  'x-amz-credential': 'X-Amz-Credential',
  'x-amz-date': 'X-Amz-Date',
} as const;

/**
 * Tells what S3 would answer to a posted form. Never throws, whatever it is given.
 *
 * Checked are the signature of the policy, its expiry, every condition, that every field is covered by one, and the
 * size of the file. Not checked is what needs the bucket: permissions, existence, checksums.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export function verifyPresignedPost(form: PostedForm, options: VerifyOptions): AcceptedPost | Refusal {
  const now = serverTime(options);
  if (now instanceof Refusal) return now;
  const collected = collectFields(form);
  if (collected instanceof Refusal) return collected;
  const fields = collected;
  const value = (name: string) => fields.get(name) ?? '';

  if (!fields.has('key')) return missingField('key');
  const { file } = form;
  if (typeof file !== 'object' || file === null)
    return new Refusal({
      code: 'InvalidArgument',
      status: 400,
      message: 'POST requires exactly one file upload per request.',
      culprit: { kind: 'file' },
      details: { ArgumentName: 'file', ArgumentValue: '0' },
    });
  if (AUTH_FIELDS.every((name) => !fields.has(name)))
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'Access Denied',
      culprit: { kind: 'field', name: 'policy' },
    });
  const missing = AUTH_FIELDS.find((name) => !fields.has(name));
  if (missing !== undefined) return missingField(NAMES[missing]);

  if (value('x-amz-algorithm') !== ALGORITHM)
    return invalidArgument(
      'X-Amz-Algorithm',
      value('x-amz-algorithm'),
      `X-Amz-Algorithm only supports "${ALGORITHM}"`,
    );
  const credential = parseCredential(value('x-amz-credential'), options);
  if ('wrong' in credential)
    return invalidArgument(
      'X-Amz-Credential',
      value('x-amz-credential'),
      `Error parsing the X-Amz-Credential parameter; ${credential.wrong}`,
    );
  const date = value('x-amz-date');
  if (parseAmzDate(date) === undefined)
    return invalidArgument(
      'X-Amz-Date',
      date,
      `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
    );
  if (!date.startsWith(credential.day))
    return invalidArgument(
      'X-Amz-Credential',
      value('x-amz-credential'),
      `Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${date.slice(0, 8)}".`,
    );

  const known = findCredentials(credential.accessKeyId, fields.get('x-amz-security-token'), options, now);
  if (known instanceof Refusal) return known;
  const text = value('policy');
  const signature = value('x-amz-signature');
  if (!sameText(signingOf(known, credential).text(text), signature))
    return signatureDoesNotMatch({ accessKeyId: credential.accessKeyId, text, signature });

  const policy = parsePolicy(text);
  if ('code' in policy) return new Refusal(policy);
  if (policy.expiration <= now)
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: 'Invalid according to Policy: Policy expired.',
      culprit: { kind: 'clock', name: 'expiration' },
    });

  const filled = fillIn(fields, file.name);
  const refuseSize = (bytes: number) => checkSizeRange(policy, bytes);
  // S3 counts the bucket among the fields, sent or not: a policy that does not name it is refused (aws-sdk-php#3292).
  const all = new Map([...filled, ['bucket', form.bucket]]);
  const refusal = checkPolicy(policy, all) ?? (file.size === undefined ? undefined : refuseSize(file.size));
  if (refusal !== undefined) return refusal;
  return {
    ok: true,
    accessKeyId: credential.accessKeyId,
    region: credential.region,
    expiresAt: policy.expiration,
    key: filled.get('key') ?? '',
    fields: Object.fromEntries(filled),
    refuseSize,
  };
}

/** Field names are not case-sensitive. S3 joins several values of a name; other services refuse them, and so do we. */
function collectFields(form: PostedForm): Map<string, string> | Refusal {
  const given: unknown = form?.fields;
  if (typeof given !== 'object' || given === null || typeof form.bucket !== 'string') return malformed();
  const pairs: Iterable<unknown> =
    Symbol.iterator in given ? (given as Iterable<unknown>) : Object.entries(given);
  const fields = new Map<string, string>();
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const pair of pairs) {
    const [name, value]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    // Of a whole FormData: S3 reads no further than the file.
    if (name === 'file' && typeof value !== 'string') break;
    if (typeof name !== 'string' || typeof value !== 'string') return malformed();
    bytes += encoder.encode(name).length + encoder.encode(value).length;
    if (bytes > MAX_PRE_DATA_BYTES)
      return new Refusal({
        code: 'MaxPostPreDataLengthExceeded',
        status: 400,
        message: 'Your POST request fields preceding the upload file were too large.',
        culprit: { kind: 'field', name },
        details: { MaxPostPreDataLengthBytes: String(MAX_PRE_DATA_BYTES) },
      });
    const lower = name.toLowerCase();
    if (fields.has(lower))
      return invalidArgument(name, '', `The form holds the field ${name} more than once.`);
    fields.set(lower, value);
  }
  const bucket = fields.get('bucket');
  if (bucket !== undefined && bucket !== form.bucket)
    return new Refusal({
      code: 'AccessDenied',
      status: 403,
      message: `Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "${form.bucket}"]`,
      culprit: { kind: 'field', name: 'bucket' },
    });
  return fields;
}

/** S3 fills in the file's name in every field; it takes what stands behind the last slash or backslash. */
function fillIn(fields: ReadonlyMap<string, string>, fileName: unknown): Map<string, string> {
  const name = typeof fileName === 'string' ? fileNameOf(fileName) : undefined;
  // Recorded from S3: without a file name the placeholder stays as it is.
  if (name === undefined || name === '') return new Map(fields);
  return new Map(
    Array.from(fields, ([field, value]): [string, string] => [
      field,
      AUTH_FIELDS.includes(field as never) ? value : value.replaceAll(FILENAME, () => name),
    ]),
  );
}

function malformed(): Refusal {
  return new Refusal({
    code: 'MalformedPOSTRequest',
    status: 400,
    message: 'The body of your POST request is not well-formed multipart/form-data.',
    culprit: { kind: 'body' },
  });
}

function missingField(name: string): Refusal {
  return new Refusal({
    code: 'InvalidArgument',
    status: 400,
    message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    culprit: { kind: 'field', name },
    details: { ArgumentName: name, ArgumentValue: '' },
  });
}

function invalidArgument(name: string, value: string, message: string): Refusal {
  return new Refusal({
    code: 'InvalidArgument',
    status: 400,
    message,
    culprit: { kind: 'field', name },
    details: { ArgumentName: name, ArgumentValue: value },
  });
}
