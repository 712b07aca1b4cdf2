import { InvalidInputError } from '../errors.ts';
import { isMet } from '../verify/policy/check-policy.ts';
import { parsePolicy } from '../verify/policy/parse-policy.ts';

// S3 knows the one by the URL, and the other is the body.
const NO_FIELDS = new Set(['bucket', 'file']);

/**
 * The fields of a form with the content type that its policy leaves to the sender, if that of the body will do.
 *
 * @param contentType - Of the body; empty where it states none.
 *
 * @throws InvalidInputError `InvalidOption` for a type of the body that the policy does not allow, and for fields that it
 * demands and nobody has given. S3 refuses the form once all of it is sent.
 */
export function completeFields(
  fields: Readonly<Record<string, string>>,
  contentType: string,
): Readonly<Record<string, string>> {
  const given = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  const policy = parsePolicy(given.get('policy') ?? '');
  // Of a policy that it cannot read, S3 says itself what is wrong.
  if ('code' in policy) return fields;
  const type = new Map(contentType === '' ? [] : [['content-type', contentType]]);
  const missing = new Set<string>();
  const filled: Record<string, string> = {};
  for (const condition of policy.conditions) {
    if (!('field' in condition) || given.has(condition.field) || NO_FIELDS.has(condition.field)) continue;
    if (isMet(condition, type)) filled['Content-Type'] = contentType;
    else if (type.has(condition.field))
      throw new InvalidInputError(
        'InvalidOption',
        'fields.content-type',
        `The body's type is ${contentType}, and the form's policy demands ${condition.text}: give a body of such a type, or say it by Content-Type in fields`,
      );
    else missing.add(condition.field);
  }
  if (missing.size > 0)
    throw new InvalidInputError(
      'InvalidOption',
      `fields.${[...missing][0]}`,
      `The form's policy demands fields that it does not hold, so that S3 would refuse it: ${[...missing].join(', ')}. Add them to fields, with '' where any value will do`,
    );
  return { ...fields, ...filled };
}
