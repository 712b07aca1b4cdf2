import { base64Of } from '../check/base64-of.ts';
import { CUSTOMER_KEY_OPTIONS } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { addEncryption } from '../check/check-encryption.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { checkMetadata } from '../check/check-metadata.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkPolicyValue } from '../check/check-policy-value.ts';
import { checkRecord } from '../check/check-record.ts';
import { checkSizeRange } from '../check/check-size-range.ts';
import { checkTaggingXml, type Tags } from '../check/check-tagging.ts';
import { refuse } from '../check/refuse.ts';
import { FILENAME, isExactOnly } from '../form-rules.ts';
import { OBJECT_CANNED_ACLS, STORAGE_CLASSES } from '../object-settings.ts';
import { addRaw } from './add-raw.ts';
import { ruleFor } from './apply-rules.ts';
import type { PolicyCondition, PostOptions, StartsWith } from './post-options.ts';

/** What a form shall allow, settled and checked, before any lane signs it. */
export interface PostPlan {
  /** `fields.key` of the form: the key, or the prefix with `${filename}` behind it. */
  readonly key: string;
  /** Every other field with one allowed value; each becomes an exact condition. */
  readonly fields: Readonly<Record<string, string>>;
  /** What no field says: `starts-with` and the size range. */
  readonly conditions: readonly PolicyCondition[];
  /** Stand in a field already; what they may hold depends on the service. */
  readonly tags?: Tags | undefined;
}

/** How an option becomes a field: of its own value, checked, or of one that the sender chooses. */
interface FieldRule {
  readonly name: string;
  /** Answers the field's text. Default: the value as it is, if a header can carry it. */
  readonly check?: (value: never, option: string) => string;
}

/** All options; `undefined` are those that are carried out by themselves. */
const FIELDS: Readonly<Record<keyof PostOptions & string, FieldRule | undefined>> = {
  acl: { name: 'acl', check: (value, option) => checkOneOf(value, OBJECT_CANNED_ACLS, option) },
  cacheControl: { name: 'Cache-Control' },
  contentDisposition: { name: 'Content-Disposition' },
  contentEncoding: { name: 'Content-Encoding' },
  contentType: { name: 'Content-Type' },
  expires: { name: 'Expires', check: checkDate },
  storageClass: {
    name: 'x-amz-storage-class',
    check: (value, option) => checkOneOf(value, STORAGE_CLASSES, option),
  },
  successActionRedirect: { name: 'success_action_redirect', check: checkRedirect },
  checksumSha256: { name: 'x-amz-checksum-sha256', check: base64Of(32) },
  ...CUSTOMER_KEY_OPTIONS,
  ...{ conditions: undefined, fields: undefined, contentLengthRange: undefined, expiresIn: undefined },
  ...{ metadata: undefined, tagging: undefined, serverSideEncryption: undefined, sseKmsKeyId: undefined },
  successActionStatus: undefined,
};
const RULES: ReadonlyMap<string, FieldRule | undefined> = new Map(Object.entries(FIELDS));
const STATUSES = ['200', '201', '204'];

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planPost(target: string | StartsWith, options: PostOptions): PostPlan {
  const fields: Record<string, string> = {};
  const conditions: PolicyCondition[] = [];
  checkRecord(options, 'options');
  for (const option in options) {
    const value = options[option as keyof PostOptions];
    if (value === undefined) continue;
    const rule = ruleFor(RULES, option, 'post');
    if (rule === undefined) continue;
    if (isOpen(value)) conditions.push(openCondition(rule.name, value, option));
    else {
      const { name, check = checkHeaderValue } = rule;
      fields[name] = checkPolicyValue(check(value as never, option), option);
    }
  }
  const { contentLengthRange, metadata, successActionStatus, tagging } = options;
  if (metadata !== undefined)
    for (const [name, value] of checkMetadata(metadata)) {
      const option = `metadata.${name}`;
      if (typeof value === 'string') fields[`x-amz-meta-${name}`] = checkPolicyValue(value, option);
      else conditions.push(openCondition(`x-amz-meta-${name}`, value, option));
    }
  addEncryption(fields, options);
  if (tagging !== undefined) fields.tagging = checkPolicyValue(checkTaggingXml(tagging), 'tagging');
  if (successActionStatus !== undefined)
    // S3 takes strings alone in a policy, and answers 204 to any status it does not know.
    fields.success_action_status = checkOneOf(String(successActionStatus), STATUSES, 'successActionStatus');

  if (contentLengthRange !== undefined)
    conditions.push(['content-length-range', ...checkSizeRange(contentLengthRange, 'contentLengthRange')]);
  if (options.fields !== undefined || options.conditions !== undefined) addRaw(options, fields, conditions);
  return { key: planKey(target), fields, conditions, tags: tagging };
}

function isOpen(value: unknown): value is StartsWith {
  return typeof value === 'object' && !(value instanceof Date);
}

/** A condition that leaves a field to the sender. */
function openCondition(name: string, value: StartsWith | null, option: string): PolicyCondition {
  if (typeof value?.startsWith !== 'string')
    return refuse('InvalidOption', option, 'must be a value, or { startsWith } of a text');
  if (isExactOnly(name))
    refuse('InvalidOption', option, 'must be a value: S3 leaves this field to no sender');
  return ['starts-with', `$${name}`, checkPolicyValue(value.startsWith, option)];
}

function checkRedirect(value: string, option: string): string {
  if (URL.canParse(checkHeaderValue(value, option)) && /^https?:\/\//i.test(value)) return value;
  return refuse('InvalidOption', option, 'must be an absolute http(s) URL: S3 passes over any other');
}

function planKey(target: string | StartsWith): string {
  if (typeof target === 'string') {
    if (target.includes('$')) checkPolicyValue(target.replaceAll(FILENAME, ''), 'key');
    return checkKey(target);
  }
  const prefix = target?.startsWith;
  // One character of the sender's must fit behind it.
  if (prefix !== '') checkKey(`${checkKey(prefix, 'key.startsWith')}x`, 'key.startsWith');
  return `${checkPolicyValue(prefix, 'key.startsWith')}${FILENAME}`;
}

/** The part of a key that the policy can fix: all of it, or what stands before the first `${filename}`. */
export function fixedPrefix(key: string): { readonly prefix: string; readonly open: boolean } {
  const at = key.indexOf(FILENAME);
  return at === -1 ? { prefix: key, open: false } : { prefix: key.slice(0, at), open: true };
}
