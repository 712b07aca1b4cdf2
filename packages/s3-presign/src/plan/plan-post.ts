import { type CustomerKey, checkCustomerKey } from '../check/check-customer-key.ts';
import { checkEncryption } from '../check/check-encryption.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { checkMetadata } from '../check/check-metadata.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkSize } from '../check/check-size.ts';
import { checkTaggingXml } from '../check/check-tagging.ts';
import { InvalidInputError } from '../errors.ts';
import { FILENAME } from '../form-rules.ts';
import {
  OBJECT_CANNED_ACLS,
  type ObjectCannedAcl,
  type ServerSideEncryption,
  type StorageClass,
} from '../object-settings.ts';

/** A form field whose value the sender chooses, as long as it begins so. `''` stands for any value. */
export interface StartsWith {
  readonly startsWith: string;
}

/** One condition of a POST policy, as S3's "Creating a POST Policy" writes it. */
export type PolicyCondition =
  | Readonly<Record<string, string>>
  | readonly ['eq', `$${string}`, string]
  | readonly ['starts-with', `$${string}`, string]
  | readonly ['content-length-range', number, number];

/**
 * What a presigned POST fixes. S3 enforces every one of these through the signed policy: a field with a plain value
 * must be sent with that value, a field with {@link StartsWith} must be sent with a value that begins so.
 */
export interface PostOptions extends CustomerKey {
  /** Life of the form in whole seconds, 1 to 604800. Default: the presigner's, 3600. */
  readonly expiresIn?: number;
  /** Smallest and largest size of the file in bytes, both inclusive, 0 to 5 GiB. Default: any size. */
  readonly contentLengthRange?: readonly [min: number, max: number];
  readonly contentType?: string | StartsWith;
  readonly acl?: ObjectCannedAcl;
  /** User metadata, `x-amz-meta-*`; at most 2 KB. */
  readonly metadata?: Readonly<Record<string, string | StartsWith>>;
  /** Object tags; at most 10. */
  readonly tagging?: Readonly<Record<string, string>>;
  readonly storageClass?: StorageClass;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly serverSideEncryption?: ServerSideEncryption;
  /** KMS key id or ARN; needs `serverSideEncryption: 'aws:kms'` or `'aws:kms:dsse'`. */
  readonly sseKmsKeyId?: string;
  /** Status of S3's answer. 201 comes with the object's location as XML. Default: 204. */
  readonly successActionStatus?: 200 | 201 | 204;
  /** Where S3 sends a browser after the upload (303), with bucket, key and etag in the query. */
  readonly successActionRedirect?: string;
  /** Form fields that have no option here, by S3's names. Each is covered by an exact condition. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Conditions that have no option here, for fields that the sender adds. None may be for a field fixed otherwise. */
  readonly conditions?: readonly PolicyCondition[];
}

/** What a form shall allow, settled and checked, before any lane signs it. */
export interface PostPlan {
  /** `fields.key` of the form: the key, or the prefix with `${filename}` behind it. */
  readonly key: string;
  /** Every other field with one allowed value; each becomes an exact condition. */
  readonly fields: Readonly<Record<string, string>>;
  /** What no field says: `starts-with` and the size range. */
  readonly conditions: readonly PolicyCondition[];
}

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planPost(target: string | StartsWith, options: PostOptions): PostPlan {
  const fields: Record<string, string> = {};
  const conditions: PolicyCondition[] = [];
  const field = (name: string, value: string | StartsWith | undefined, option: string) => {
    if (value === undefined) return;
    if (typeof value === 'string') fields[name] = checkPolicyValue(checkHeaderValue(value, option), option);
    else conditions.push(['starts-with', `$${name}`, checkPolicyValue(value.startsWith, option)]);
  };

  field('acl', options.acl && checkOneOf(options.acl, OBJECT_CANNED_ACLS, 'acl'), 'acl');
  field('Cache-Control', options.cacheControl, 'cacheControl');
  field('Content-Disposition', options.contentDisposition, 'contentDisposition');
  field('Content-Encoding', options.contentEncoding, 'contentEncoding');
  field('Content-Type', options.contentType, 'contentType');
  for (const [name, value] of checkMetadata(options.metadata ?? {})) {
    const option = `metadata.${name}`;
    if (typeof value === 'string') fields[`x-amz-meta-${name}`] = checkPolicyValue(value, option);
    else field(`x-amz-meta-${name}`, value, option);
  }
  Object.assign(fields, checkEncryption(options), checkCustomerKey(options));
  field('x-amz-storage-class', options.storageClass, 'storageClass');
  if (options.tagging !== undefined)
    fields.tagging = checkPolicyValue(checkTaggingXml(options.tagging), 'tagging');
  field('success_action_redirect', options.successActionRedirect, 'successActionRedirect');
  if (options.successActionStatus !== undefined)
    // S3 takes strings alone in a policy, and answers 204 to any status it does not know.
    field(
      'success_action_status',
      checkOneOf(String(options.successActionStatus), ['200', '201', '204'], 'successActionStatus'),
      'successActionStatus',
    );

  if (options.contentLengthRange !== undefined) {
    const [min, max] = options.contentLengthRange;
    checkSize(min, 'contentLengthRange[0]');
    checkSize(max, 'contentLengthRange[1]');
    if (min > max)
      throw new InvalidInputError(
        'InvalidContentLength',
        'contentLengthRange',
        `contentLengthRange must be [smallest, largest], not [${min}, ${max}]: no file could be sent`,
      );
    conditions.push(['content-length-range', min, max]);
  }
  if (options.fields !== undefined || options.conditions !== undefined) addRaw(options, fields, conditions);
  return { key: planKey(target), fields, conditions };
}

// What signing adds itself, and what is no field of the policy's to fix.
const RESERVED = /^(key|bucket|file|policy|x-amz-(algorithm|credential|date|security-token|signature))$/i;

/** The caller's own fields and conditions, none of them for a field that is fixed already: S3 would have two answers. */
function addRaw(
  options: Pick<PostOptions, 'fields' | 'conditions'>,
  fields: Record<string, string>,
  conditions: PolicyCondition[],
): void {
  const taken = new Set(
    [...Object.keys(fields), ...conditions.map(fieldOf)].map((name) => name.toLowerCase()),
  );
  const claim = (name: string, option: string) => {
    const refuse = (why: string): never => {
      throw new InvalidInputError('InvalidPolicy', option, `${option} ${why}`);
    };
    if (name === '')
      refuse('names no field: a condition is { field: value } or ["starts-with", "$field", value]');
    if (RESERVED.test(name)) refuse('is for a field that signing fills in itself');
    if (taken.has(name.toLowerCase())) refuse('is for a field that is fixed already');
    taken.add(name.toLowerCase());
  };
  for (const [name, value] of Object.entries(options.fields ?? {})) {
    claim(name, `fields.${name}`);
    fields[name] = checkPolicyValue(checkHeaderValue(value, `fields.${name}`), `fields.${name}`);
  }
  for (const [at, condition] of (options.conditions ?? []).entries()) {
    claim(fieldOf(condition), `conditions[${at}]`);
    conditions.push(condition);
  }
}

/** The field that a condition is for; empty where it has the form of none. */
function fieldOf(condition: PolicyCondition): string {
  if (!Array.isArray(condition)) {
    const [name = '', ...more] = Object.keys(condition);
    return more.length === 0 ? name : '';
  }
  const [operator, field] = condition as readonly unknown[];
  if (operator === 'content-length-range') return operator;
  return condition.length === 3 && typeof field === 'string' && field.startsWith('$') ? field.slice(1) : '';
}

function planKey(target: string | StartsWith): string {
  if (typeof target === 'string') {
    checkPolicyValue(target.replaceAll(FILENAME, ''), 'key');
    return checkKey(target);
  }
  const prefix = target?.startsWith;
  if (prefix !== '') checkKey(prefix, 'key.startsWith');
  return `${checkPolicyValue(prefix, 'key.startsWith')}${FILENAME}`;
}

/** The part of a key that the policy can fix: all of it, or what stands before the first `${filename}`. */
export function fixedPrefix(key: string): { readonly prefix: string; readonly open: boolean } {
  const at = key.indexOf(FILENAME);
  return at === -1 ? { prefix: key, open: false } : { prefix: key.slice(0, at), open: true };
}

// S3 gives `$` a meaning of its own in policies: `$$` fails (boto3#4514), and a leading `$` is a variable to others.
function checkPolicyValue(value: string, option: string): string {
  if (!value.includes('$')) return value;
  throw new InvalidInputError(
    option.startsWith('key') ? 'InvalidKey' : 'InvalidPolicy',
    option,
    `${option} must not hold "$": S3 reads it as a variable in a POST policy${option === 'key' ? ` (only ${FILENAME} is allowed)` : ''}`,
  );
}
