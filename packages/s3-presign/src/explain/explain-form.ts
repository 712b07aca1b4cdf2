import { inWords } from '../inspect/inspect-post.ts';
import { readCredential } from '../inspect/inspect-url.ts';
import { locateObject } from '../inspect/locate-object.ts';
import { isSecretName, REDACTED } from '../redact.ts';
import { hmacSha256Hex } from '../sigv4/hash.ts';
import { signingKey } from '../sigv4/signing-key.ts';
import { isMet, needsCondition } from '../verify/policy/check-policy.ts';
import { type Condition, parsePolicy } from '../verify/policy/parse-policy.ts';
import { sameText } from '../verify/same-text.ts';
import type { Reason } from './explanation.ts';
import { type Hide, showValue } from './hide-secrets.ts';

/** A posted form, its field names in lower case. */
export interface SentForm {
  readonly url: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly file: { readonly size?: number | undefined; readonly name?: string | undefined } | undefined;
}

/** Holds a form against its own policy and tells everything that is wrong; S3 names one thing at a time. */
export function* explainForm(form: SentForm, hide: Hide): Generator<Reason> {
  const text = form.fields.get('policy');
  if (!text) return;
  const policy = parsePolicy(text);
  if ('code' in policy) {
    yield { kind: 'policy', message: `S3 cannot read the policy. ${hide(policy.message)}` };
    return;
  }
  const fields = fillIn(form, policy.conditions);
  const covered = new Set<string>();
  for (const condition of policy.conditions) {
    if ('field' in condition) covered.add(condition.field);
    if (condition.kind === 'content-length-range') yield* explainSize(condition, form.file?.size);
    else if (!isMet(condition, fields)) yield explainCondition(condition, fields, hide);
  }
  for (const [name, value] of form.fields)
    if (!covered.has(name) && needsCondition(name))
      yield {
        kind: 'extra-field',
        name,
        message: `No condition of the policy covers the field ${name}: leave it out, or presign the form with it.`,
        actual: showValue(name, value, hide),
      };
}

/** Where the difference lies when S3 refuses the signature of a form. */
export function explainFormSignature(
  { fields }: SentForm,
  document: ReadonlyMap<string, string>,
  secretAccessKey: string | undefined,
): Reason {
  const policy = fields.get('policy') ?? '';
  const arrived = document.get('StringToSign');
  if (arrived !== undefined && arrived !== policy)
    return {
      kind: 'policy',
      message:
        'The policy reached S3 otherwise than you say you sent it: its base64 text must be sent as it is, without line breaks, and with each + kept.',
    };
  const credential = readCredential(fields.get('x-amz-credential') ?? '');
  if (secretAccessKey === undefined || credential === undefined)
    return {
      kind: 'signature',
      message:
        'The policy was altered since it was signed, or signed with another secret key than S3 knows. Give secretAccessKey to be told which.',
    };
  const key = signingKey(secretAccessKey, credential.day, credential.region);
  return sameText(hmacSha256Hex(key, policy), fields.get('x-amz-signature') ?? '')
    ? {
        kind: 'secret-key',
        message: `The policy is as it was signed with this secret key, so S3 knows another one for the access key: it was replaced, or belongs to another service or account.${arrived === undefined ? ' Or it was altered on its way: S3 does not tell what reached it.' : ''}`,
      }
    : {
        kind: 'signature',
        message:
          'This secret key did not sign this policy for this day and region: another key did, or policy or X-Amz-Credential were altered since.',
      };
}

/** The condition that S3 names in its message, where the form at hand cannot show it. */
export function explainNamedCondition(
  message: string,
  fields: ReadonlyMap<string, string>,
  hide: Hide,
): Reason {
  const [, json = ''] = /Policy Condition failed: (\[.*\])/s.exec(message) ?? [];
  const [operator, left, value] = readList(json);
  const field = left?.replace(/^\$/, '').toLowerCase();
  if (field === undefined || value === undefined || (operator !== 'eq' && operator !== 'starts-with'))
    return { kind: 'condition', message: hide(message) };
  return explainCondition({ kind: operator, field, value, text: json }, fields, hide);
}

function explainCondition(
  condition: Exclude<Condition, { kind: 'content-length-range' }>,
  fields: ReadonlyMap<string, string>,
  hide: Hide,
): Reason {
  if (condition.kind === 'never')
    return { kind: 'condition', message: `The policy cannot be met: ${inWords(condition)}.` };
  const { field, kind, value } = condition;
  const actual = fields.get(field);
  const expected = kind === 'eq' ? value : `${value}…`;
  return {
    kind: 'condition',
    name: field,
    message:
      actual === undefined
        ? `The form lacks the field ${field}: ${hide(inWords(condition))}.`
        : `The policy says that ${hide(inWords(condition))}.`,
    expected: isSecretName(field) ? REDACTED : showValue(field, expected, hide),
    ...(actual === undefined ? {} : { actual: showValue(field, actual, hide) }),
  };
}

function* explainSize(
  { min, max }: { min: number; max: number },
  size: number | undefined,
): Generator<Reason> {
  if (size === undefined || (size >= min && size <= max)) return;
  yield {
    kind: 'size',
    message: `The file is too ${size > max ? 'large' : 'small'} for the form.`,
    expected: `${min} to ${max} bytes`,
    actual: `${size} bytes`,
  };
}

/** The fields as S3 sees them: `${filename}` filled in, `bucket` from the address. */
function fillIn({ fields, file, url }: SentForm, conditions: readonly Condition[]): Map<string, string> {
  const name = file?.name?.replace(/^.*[/\\]/s, '');
  const filled = new Map(
    Array.from(fields, ([field, value]): [string, string] => [
      field,
      name ? value.replaceAll('${filename}', () => name) : value,
    ]),
  );
  const wanted = conditions.find((one) => one.kind === 'eq' && one.field === 'bucket');
  const known = wanted && 'value' in wanted ? wanted.value : undefined;
  const [, host = '', path = '/'] = /^https?:\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  const bucket = locateObject(host, path, known).bucket ?? known;
  if (bucket !== undefined) filled.set('bucket', bucket);
  return filled;
}

function readList(json: string): (string | undefined)[] {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list.map((part) => (typeof part === 'string' ? part : undefined)) : [];
  } catch {
    return [];
  }
}
