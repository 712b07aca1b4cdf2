import { checkFormSize } from '../check/check-form-size.ts';
import { InvalidInputError, NotPresignedError } from '../errors.ts';
import { FILENAME } from '../form-rules.ts';
import { isSecretName, REDACTED } from '../redact.ts';
import { parseAmzDate } from '../sigv4/amz-date.ts';
import { withoutUserInfo } from '../user-info.ts';
import { isMet, needsCondition } from '../verify/policy/check-policy.ts';
import { type Condition, type Policy, parsePolicy } from '../verify/policy/parse-policy.ts';
import { readCredential } from './inspect-url.ts';
import type { InspectionWarning, PostInspection } from './inspection.ts';
import { commonWarnings, lifeAt } from './life.ts';
import { locateObject, type ObjectLocation } from './locate-object.ts';

/** A presigned form and what is known of it besides. */
export interface PostToInspect {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly bucket?: string | undefined;
}

const V4_FIELDS = ['policy', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'];
const V2_FIELDS = ['awsaccesskeyid', 'policy', 'signature'];
// The signature's own fields: their conditions say nothing about the upload.
const AUTHENTICATION = new Set([...V4_FIELDS, 'x-amz-security-token']);

/** @throws NotPresignedError */
export function inspectPost(target: PostToInspect, now: Date): PostInspection {
  const url = withoutUserInfo(target.url);
  const warnings: InspectionWarning[] = [];
  const fields = new Map<string, string>();
  for (const [given, value] of Object.entries(target.fields)) {
    const name = given.toLowerCase();
    if (fields.has(name))
      warnings.push({ code: 'DuplicateName', message: `The field ${name} is given more than once.` });
    if (typeof value !== 'string')
      warnings.push({ code: 'Malformed', message: `The field ${name} is not a text.` });
    fields.set(name, typeof value === 'string' ? value : '');
  }
  const isV2 = V2_FIELDS.every((name) => fields.has(name));
  if (!isV2 && !fields.has('policy') && !fields.has('x-amz-signature'))
    throw new NotPresignedError('This form is not presigned: it holds neither policy nor signature');
  for (const name of isV2 ? [] : V4_FIELDS)
    if (!fields.get(name))
      warnings.push({
        code: 'MissingPart',
        message: `The field ${name} is missing, without which S3 refuses it.`,
      });

  const credential = readCredential(fields.get('x-amz-credential') ?? '');
  const signedAt = parseAmzDate(fields.get('x-amz-date') ?? '');
  const policy = readPolicy(fields, warnings);
  const conditions = policy?.conditions ?? [];
  const life = lifeAt(now, signedAt, policy?.expiration);
  const hasSessionToken = fields.has('x-amz-security-token');
  const signatureVersion = isV2 ? 2 : 4;
  const session = hasSessionToken ? 'temporary' : undefined;
  warnings.push(...commonWarnings(life, target.url, signatureVersion, session));

  const bucket = target.bucket ?? exactValue(conditions, 'bucket') ?? fields.get('bucket');
  const [, host = '', path = '/'] = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  const location = locateObject(host, path, bucket);
  if (policy) {
    const form = new Map(fields);
    const sent = [...fields.keys()].filter((name) => !(isV2 && V2_FIELDS.includes(name)));
    const posted = bucketPostedTo(host, location, bucket);
    if (posted !== undefined) form.set('bucket', posted);
    warnings.push(...policyWarnings(policy, form, sent));
  }
  try {
    checkFormSize(Object.fromEntries(fields));
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    warnings.push({ code: 'FormTooLarge', message: error.message });
  }

  const range = conditions.find((condition) => condition.kind === 'content-length-range');
  return {
    kind: 'post',
    method: 'POST',
    signatureVersion,
    endpoint: host,
    style: location.style,
    bucket: location.bucket ?? bucket,
    key: fields.get('key'),
    region: credential?.region,
    accessKeyId: isV2 ? fields.get('awsaccesskeyid') : credential?.accessKeyId,
    hasSessionToken,
    ...life,
    conditions: conditions
      .filter((condition) => !('field' in condition && AUTHENTICATION.has(condition.field)))
      .map(inWords),
    contentLengthRange: range && [range.min, range.max],
    senderFields: [
      ...new Set(
        conditions.flatMap((condition) =>
          'field' in condition && condition.field !== 'bucket' && !fields.has(condition.field)
            ? [condition.field]
            : [],
        ),
      ),
    ],
    warnings,
  };
}

/**
 * The bucket that S3 sees, which its policy must name. What the URL says counts, if it is one of S3's own: a proxy may
 * stand at any other, and an access point's ARN is in no URL.
 */
function bucketPostedTo(
  host: string,
  location: ObjectLocation,
  known: string | undefined,
): string | undefined {
  const isPlain = !known?.startsWith('arn:');
  return isPlain && /\.amazonaws\.com(\.cn)?(:\d+)?$/i.test(host) ? (location.bucket ?? known) : known;
}

function readPolicy(fields: ReadonlyMap<string, string>, warnings: InspectionWarning[]): Policy | undefined {
  const text = fields.get('policy');
  if (!text) return undefined;
  const policy = parsePolicy(text);
  if (!('code' in policy)) return policy;
  warnings.push({ code: 'Malformed', message: `S3 refuses the policy. ${policy.message}` });
  return undefined;
}

/** What is wrong with, or left open by, a policy and the form it came with. */
function* policyWarnings(
  { conditions }: Policy,
  form: ReadonlyMap<string, string>,
  sent: Iterable<string>,
): Generator<InspectionWarning> {
  const covered = new Set(conditions.flatMap((one) => ('field' in one ? [one.field] : [])));
  if (!covered.has('bucket'))
    yield {
      code: 'MissingBucketCondition',
      message: 'No condition names the bucket, which S3 may refuse as an uncovered field.',
    };
  for (const name of sent)
    if (!covered.has(name) && needsCondition(name) && name !== 'bucket')
      yield {
        code: 'UncoveredField',
        message: `No condition covers the field ${name}: S3 answers "Extra input fields".`,
      };
  for (const condition of conditions)
    if (!canBeMet(condition, conditions, form))
      yield { code: 'ImpossibleCondition', message: `S3 refuses every upload: ${inWords(condition)}.` };

  const open = (field: string) =>
    conditions.find((one) => one.kind === 'starts-with' && one.field === field) as
      | { readonly value: string }
      | undefined;
  const key = open('key');
  if (key && exactValue(conditions, 'key') === undefined)
    yield {
      code: 'OpenKey',
      message:
        key.value === ''
          ? 'The sender may write, and overwrite, any key of the bucket.'
          : `The sender chooses the key below ${JSON.stringify(key.value)}, and may overwrite what is there.`,
    };
  if (open('content-type')?.value === '')
    yield { code: 'OpenContentType', message: 'The sender chooses the content type, HTML among them.' };
  if (!conditions.some(({ kind }) => kind === 'content-length-range'))
    yield { code: 'NoSizeLimit', message: 'No content-length-range: the sender may send up to 5 GiB.' };
}

function canBeMet(
  condition: Condition,
  all: readonly Condition[],
  form: ReadonlyMap<string, string>,
): boolean {
  if (condition.kind === 'never') return false;
  if (condition.kind === 'content-length-range')
    // Several ranges hold at once, so the file must fit into all of them.
    return all.every(
      (other) =>
        other.kind !== 'content-length-range' ||
        (condition.min <= other.max && other.min <= condition.max && condition.min <= condition.max),
    );
  const { field, kind, value } = condition;
  const given = form.get(field);
  if (given?.includes(FILENAME)) {
    // S3 fills in the name of the file before it looks (aws-sdk-js-v3#7191).
    if (kind === 'eq') return value.includes(FILENAME) ? false : fits(given, value);
    const fixed = given.slice(0, given.indexOf(FILENAME));
    return fixed.startsWith(value) || value.startsWith(fixed);
  }
  const sent = given ?? exactValue(all, field) ?? longestPrefix(all, field);
  return isMet(condition, new Map([[field, sent]]));
}

/** What the sender must begin with when every `starts-with` on a field shall hold; if this does not, nothing does. */
function longestPrefix(conditions: readonly Condition[], field: string): string {
  const prefixes = conditions.flatMap((one) =>
    one.kind === 'starts-with' && one.field === field ? [one.value] : [],
  );
  return prefixes.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

/** Whether some file name makes `template` into `value`. */
function fits(template: string, value: string): boolean {
  const at = template.indexOf(FILENAME);
  return (
    value.startsWith(template.slice(0, at)) &&
    (template.indexOf(FILENAME, at + 1) !== -1 || value.endsWith(template.slice(at + FILENAME.length)))
  );
}

function exactValue(conditions: readonly Condition[], field: string): string | undefined {
  const found = conditions.find((one) => one.kind === 'eq' && one.field === field);
  return found && 'value' in found ? found.value : undefined;
}

/** A condition in words; without its value where that is a secret. */
export function inWords(condition: Condition): string {
  if (condition.kind === 'content-length-range')
    return `the file must have ${condition.min} to ${condition.max} bytes`;
  // The text of a broken condition may hold anything, so no more than its beginning is shown.
  if (condition.kind === 'never') return `no form can meet a condition ${beginning(condition.text)}`;
  const { field, kind } = condition;
  const value = JSON.stringify(isSecretName(field) ? REDACTED : condition.value);
  if (kind === 'eq') return `${field} must be ${value}`;
  return condition.value === ''
    ? `${field} must be there, with any value`
    : `${field} must begin with ${value}`;
}

const OPERATORS = ['eq', 'starts-with', 'content-length-range'];

function beginning(text: string): string {
  const [operator, left] = JSON.parse(text) as unknown[];
  if (!OPERATORS.includes(String(operator))) return 'with no operator that S3 knows';
  const isName = typeof left === 'string' && /^\$?[A-Za-z][\w-]{0,63}$/.test(left);
  return `with ${operator}${isName ? ` ${left}` : ''}`;
}
