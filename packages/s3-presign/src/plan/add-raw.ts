import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkPolicyValue } from '../check/check-policy-value.ts';
import { checkRecord } from '../check/check-record.ts';
import { checkSizeRange } from '../check/check-size-range.ts';
import { refuse } from '../check/refuse.ts';
import { isExactOnly } from '../form-rules.ts';
import type { PolicyCondition, PostOptions } from './post-options.ts';

// What signing adds itself, and what is no field of the policy's to fix.
const RESERVED = /^(key|bucket|file|policy|x-amz-(algorithm|credential|date|security-token|signature))$/i;
// What a form can carry as a name, and S3 compares without letter case.
const FIELD_NAME = /^\w[\w.-]*$/;
const FORMS =
  'must be { field: value }, ["eq" or "starts-with", "$field", value] or ["content-length-range", min, max]';

/**
 * Adds the caller's own fields and conditions: each of a form that S3 reads, and none for a field that is fixed already,
 * for which S3 would have two answers.
 *
 * @throws InvalidInputError `InvalidPolicy`, and `InvalidContentLength` for a size range
 */
export function addRaw(
  options: Pick<PostOptions, 'fields' | 'conditions'>,
  fields: Record<string, string>,
  conditions: PolicyCondition[],
): void {
  const taken = new Set(
    [...Object.keys(fields), ...conditions.map((one) => readCondition(one).field)].map((name) =>
      name.toLowerCase(),
    ),
  );
  const claim = (name: string, option: string) => {
    const wrong = (why: string) => refuse('InvalidPolicy', option, why);
    if (!FIELD_NAME.test(name)) wrong('names no field that a form can have');
    if (RESERVED.test(name)) wrong('is for a field that signing fills in itself');
    if (taken.has(name.toLowerCase())) wrong('is for a field that is fixed already');
    taken.add(name.toLowerCase());
  };
  const { fields: ownFields = {}, conditions: ownConditions = [] } = options;
  checkRecord(ownFields, 'fields', 'InvalidPolicy');
  for (const [name, value] of Object.entries(ownFields)) {
    claim(name, `fields.${name}`);
    fields[name] = checkPolicyValue(checkHeaderValue(value, `fields.${name}`), `fields.${name}`);
  }
  if (!Array.isArray(ownConditions)) refuse('InvalidPolicy', 'conditions', 'must be a list of conditions');
  for (const [at, condition] of ownConditions.entries()) {
    const option = `conditions[${at}]`;
    claim(checkCondition(condition, option), option);
    conditions.push(condition);
  }
}

/** The parts of a condition; `operator` is empty where it has the form of none. */
function readCondition(condition: unknown): { operator: string; field: string; value?: unknown } {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition as readonly unknown[];
    if (operator === 'content-length-range') return { operator, field: operator };
    if ((operator === 'eq' || operator === 'starts-with') && condition.length === 3)
      if (typeof field === 'string' && field.startsWith('$'))
        return { operator, field: field.slice(1), value };
  } else if (typeof condition === 'object' && condition !== null) {
    const [[field, value] = ['', ''], ...more] = Object.entries(condition);
    if (more.length === 0) return { operator: 'eq', field, value };
  }
  return { operator: '', field: '' };
}

/** Answers the field that a condition is for. */
function checkCondition(condition: PolicyCondition, option: string): string {
  const { operator, field, value } = readCondition(condition);
  if (operator === '') refuse('InvalidPolicy', option, FORMS);
  if (operator === 'content-length-range') checkSizeRange((condition as readonly unknown[]).slice(1), option);
  // S3 takes texts alone there (aws-sdk-js#1518).
  else if (typeof value !== 'string') refuse('InvalidPolicy', option, 'must have a text for its value');
  else checkPolicyValue(value, option);
  if (operator === 'starts-with' && isExactOnly(field.toLowerCase()))
    refuse('InvalidPolicy', option, 'must be exact: S3 leaves this field to no sender');
  return field;
}
