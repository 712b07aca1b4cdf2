import { fixedPrefix, type PolicyCondition, type PostPlan } from '../plan/plan-post.ts';
import { isoSeconds } from '../sigv4/amz-date.ts';
import { ALGORITHM, QUERY } from '../sigv4/names.ts';
import type { SigningMoment } from './signing-moment.ts';
import type { SigningTarget } from './signing-target.ts';

/** Signs a form with this package's own Signature Version 4, synchronously. Answers the form's fields. */
export function signPost(
  plan: PostPlan,
  target: SigningTarget,
  moment: SigningMoment,
  expiresAt: Date,
): Record<string, string> {
  const fields: Record<string, string> = {
    ...plan.fields,
    // Without a bucket condition S3 may refuse the form for having an uncovered bucket (aws-sdk-php#3292).
    bucket: target.bucket,
    [QUERY.algorithm]: ALGORITHM,
    [QUERY.credential]: moment.credential,
    [QUERY.date]: moment.date,
  };
  if (moment.sessionToken) fields[QUERY.securityToken] = moment.sessionToken;

  const { prefix, open } = fixedPrefix(plan.key);
  const conditions: PolicyCondition[] = [...plan.conditions];
  // S3 refuses every field that no condition covers, so each field makes its own.
  for (const name in fields) conditions.push({ [name]: fields[name] ?? '' });
  conditions.push(open ? ['starts-with', '$key', prefix] : { key: plan.key });
  const policy = base64(JSON.stringify({ expiration: isoSeconds(expiresAt), conditions }));
  // The base64 text itself is what is signed; a POST has no canonical request.
  return { ...fields, key: plan.key, Policy: policy, [QUERY.signature]: moment.signature(policy) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is what this looks for
const ASCII = /^[\u0000-\u007f]*$/;

function base64(text: string): string {
  if (ASCII.test(text)) return btoa(text);
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
