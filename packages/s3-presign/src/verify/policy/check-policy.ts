import { isExactOnly } from '../../form-rules.ts';
import { Refusal } from '../refusal.ts';
import type { Condition, Policy } from './parse-policy.ts';

// Fields that need no condition, besides those that begin with x-ignore- ("Creating a POST Policy").
const UNCOVERED = new Set(['file', 'policy', 'x-amz-signature']);

// A comma separates several content types, each of which must match; in other fields it is plain text.
const LIST_FIELD = 'content-type';

/**
 * Holds a form against its policy: every condition met, every field covered.
 *
 * @param fields - Names in lower case; `bucket` is there whether or not the form names it.
 */
export function checkPolicy(policy: Policy, fields: ReadonlyMap<string, string>): Refusal | undefined {
  const covered = new Set<string>();
  for (const condition of policy.conditions) {
    if (condition.kind === 'content-length-range') continue;
    if (!isMet(condition, fields))
      return denied(`Policy Condition failed: ${condition.text}`, {
        kind: 'condition',
        name: condition.text,
      });
    if (condition.kind !== 'never') covered.add(condition.field);
  }
  const extra = [...fields.keys()].find((name) => !covered.has(name) && needsCondition(name));
  return extra === undefined
    ? undefined
    : denied(`Extra input fields: ${extra}`, { kind: 'field', name: extra });
}

/** Whether S3 refuses a form for this field, name in lower case, unless a condition covers it. */
export function needsCondition(name: string): boolean {
  return !UNCOVERED.has(name) && !name.startsWith('x-ignore-');
}

/** Whether a form meets one condition. `fields` as in {@link checkPolicy}. */
export function isMet(
  condition: Exclude<Condition, { kind: 'content-length-range' }>,
  fields: ReadonlyMap<string, string>,
): boolean {
  if (condition.kind === 'never') return false;
  const { kind, field, value } = condition;
  const given = fields.get(field);
  // S3 reads `$` in a condition by rules of its own, and no value meets one with two of them (boto3#4514).
  if (given === undefined || value.includes('$$')) return false;
  if (kind === 'eq') return given === value;
  if (isExactOnly(field)) return false;
  const items = field === LIST_FIELD ? given.split(',').map((item) => item.trim()) : [given];
  return items.every((item) => item.startsWith(value));
}

/** Holds the size of a file, in bytes, against every size range of a policy. */
export function checkSizeRange(policy: Policy, size: number): Refusal | undefined {
  for (const condition of policy.conditions) {
    if (condition.kind !== 'content-length-range') continue;
    // What is no number fits into no range.
    if (!(size <= condition.max))
      return new Refusal({
        code: 'EntityTooLarge',
        status: 400,
        message: 'Your proposed upload exceeds the maximum allowed size',
        culprit: { kind: 'file', name: condition.text },
        details: { ProposedSize: String(size), MaxSizeAllowed: String(condition.max) },
      });
    if (!(size >= condition.min))
      return new Refusal({
        code: 'EntityTooSmall',
        status: 400,
        message: 'Your proposed upload is smaller than the minimum allowed size',
        culprit: { kind: 'file', name: condition.text },
        details: { ProposedSize: String(size), MinSizeAllowed: String(condition.min) },
      });
  }
  return undefined;
}

function denied(why: string, culprit: Refusal['culprit']): Refusal {
  return new Refusal({
    code: 'AccessDenied',
    status: 403,
    message: `Invalid according to Policy: ${why}`,
    culprit,
  });
}
