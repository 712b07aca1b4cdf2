import { fixedPrefix, type PostPlan } from '../plan/plan-post.ts';
import type { PolicyCondition } from '../plan/post-options.ts';
import { isoSeconds } from '../sigv4/amz-date.ts';
import { base64 } from '../sigv4/hash.ts';
import { QUERY } from '../sigv4/names.ts';
import { exactConditions, type SigningMoment } from './signing-moment.ts';

/** Signs a form with this package's own Signature Version 4, synchronously. Answers the form's fields. */
export function signPost(plan: PostPlan, moment: SigningMoment, expiresAt: Date): Record<string, string> {
  const { prefix, open } = fixedPrefix(plan.key);
  // Put together of texts: most of a policy is the same for all forms of a second. Each value is written as JSON alone.
  let conditions = '';
  for (const condition of plan.conditions) conditions += `${conditionText(condition)},`;
  conditions += exactConditions(plan.fields) + moment.conditions;
  conditions += open
    ? JSON.stringify(['starts-with', '$key', prefix])
    : `{"key":${JSON.stringify(plan.key)}}`;
  const policy = base64(`{"expiration":"${isoSeconds(expiresAt)}","conditions":[${conditions}]}`);
  // The base64 text itself is what is signed; a POST has no canonical request.
  return {
    ...plan.fields,
    ...moment.fields,
    key: plan.key,
    Policy: policy,
    [QUERY.signature]: moment.signPolicy(policy),
  };
}

function conditionText(condition: PolicyCondition): string {
  if (Array.isArray(condition) && condition[0] === 'content-length-range')
    // Two numbers, checked before: nothing wants to be escaped.
    return `["content-length-range",${condition[1]},${condition[2]}]`;
  return JSON.stringify(condition);
}
