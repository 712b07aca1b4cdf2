import { checkDate } from '../check/check-date.ts';
import { addEncryption } from '../check/check-encryption.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { checkMetadata } from '../check/check-metadata.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkPolicyValue } from '../check/check-policy-value.ts';
import { checkSize } from '../check/check-size.ts';
import { checkTaggingXml } from '../check/check-tagging.ts';
import { refuse } from '../check/refuse.ts';
import { FILENAME } from '../form-rules.ts';
import { OBJECT_CANNED_ACLS } from '../object-settings.ts';
import { addRaw } from './add-raw.ts';
import type { PolicyCondition, PostOptions, StartsWith } from './post-options.ts';

/** What a form shall allow, settled and checked, before any lane signs it. */
export interface PostPlan {
  /** `fields.key` of the form: the key, or the prefix with `${filename}` behind it. */
  readonly key: string;
  /** Every other field with one allowed value; each becomes an exact condition. */
  readonly fields: Readonly<Record<string, string>>;
  /** What no field says: `starts-with` and the size range. */
  readonly conditions: readonly PolicyCondition[];
}

/** Options that become a field of their own value, or let the sender choose it. */
const FIELDS: ReadonlyMap<string, string> = new Map<keyof PostOptions, string>([
  ['acl', 'acl'],
  ['cacheControl', 'Cache-Control'],
  ['contentDisposition', 'Content-Disposition'],
  ['contentEncoding', 'Content-Encoding'],
  ['contentType', 'Content-Type'],
  ['expires', 'Expires'],
  ['storageClass', 'x-amz-storage-class'],
  ['successActionRedirect', 'success_action_redirect'],
]);
const STATUSES = ['200', '201', '204'];

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planPost(target: string | StartsWith, options: PostOptions): PostPlan {
  const fields: Record<string, string> = {};
  const conditions: PolicyCondition[] = [];
  const field = (name: string, value: string | StartsWith | Date, option: string) => {
    if (typeof value === 'string') fields[name] = checkPolicyValue(checkHeaderValue(value, option), option);
    else if (value instanceof Date) fields[name] = checkDate(value, option);
    else conditions.push(['starts-with', `$${name}`, checkPrefix(value, option)]);
  };

  const { acl, contentLengthRange, metadata, successActionStatus, tagging } = options;
  if (typeof acl === 'string') checkOneOf(acl, OBJECT_CANNED_ACLS, 'acl');
  for (const option in options) {
    const name = FIELDS.get(option);
    const value = options[option as keyof PostOptions];
    if (name !== undefined && value !== undefined) field(name, value as string | StartsWith | Date, option);
  }
  if (metadata !== undefined)
    for (const [name, value] of checkMetadata(metadata)) {
      const option = `metadata.${name}`;
      if (typeof value === 'string') fields[`x-amz-meta-${name}`] = checkPolicyValue(value, option);
      else field(`x-amz-meta-${name}`, value, option);
    }
  addEncryption(fields, options);
  if (tagging !== undefined) fields.tagging = checkPolicyValue(checkTaggingXml(tagging), 'tagging');
  if (successActionStatus !== undefined)
    // S3 takes strings alone in a policy, and answers 204 to any status it does not know.
    fields.success_action_status = checkOneOf(String(successActionStatus), STATUSES, 'successActionStatus');

  if (contentLengthRange !== undefined) {
    const [min, max] = contentLengthRange;
    checkSize(min, 'contentLengthRange[0]');
    checkSize(max, 'contentLengthRange[1]');
    if (min > max)
      refuse(
        'InvalidContentLength',
        'contentLengthRange',
        `must be [smallest, largest], not [${min}, ${max}]: no file could be sent`,
      );
    conditions.push(['content-length-range', min, max]);
  }
  if (options.fields !== undefined || options.conditions !== undefined) addRaw(options, fields, conditions);
  return { key: planKey(target), fields, conditions };
}

function checkPrefix(value: StartsWith | null, option: string): string {
  if (typeof value?.startsWith === 'string') return checkPolicyValue(value.startsWith, option);
  return refuse('InvalidOption', option, 'must be a value, or { startsWith } of a text');
}

function planKey(target: string | StartsWith): string {
  if (typeof target === 'string') {
    if (target.includes('$')) checkPolicyValue(target.replaceAll(FILENAME, ''), 'key');
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
