import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkPolicyValue } from '../check/check-policy-value.ts';
import { refuse } from '../check/refuse.ts';
import type { PolicyCondition, PostOptions } from './post-options.ts';

// What signing adds itself, and what is no field of the policy's to fix.
const RESERVED = /^(key|bucket|file|policy|x-amz-(algorithm|credential|date|security-token|signature))$/i;

/**
 * Adds the caller's own fields and conditions, none of them for a field that is fixed already: S3 would have two answers.
 *
 * @throws InvalidInputError `InvalidPolicy`
 */
export function addRaw(
  options: Pick<PostOptions, 'fields' | 'conditions'>,
  fields: Record<string, string>,
  conditions: PolicyCondition[],
): void {
  const taken = new Set(
    [...Object.keys(fields), ...conditions.map(fieldOf)].map((name) => name.toLowerCase()),
  );
  const claim = (name: string, option: string) => {
    const wrong = (why: string) => refuse('InvalidPolicy', option, why);
    if (name === '')
      wrong('names no field: a condition is { field: value } or ["starts-with", "$field", value]');
    if (RESERVED.test(name)) wrong('is for a field that signing fills in itself');
    if (taken.has(name.toLowerCase())) wrong('is for a field that is fixed already');
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
