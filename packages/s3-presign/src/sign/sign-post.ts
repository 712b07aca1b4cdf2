import { fixedPrefix, type PolicyCondition, type PostPlan } from '../plan/plan-post.ts';
import { amzDate } from '../sigv4/amz-date.ts';
import { type HmacKey, hmacSha256Hex } from '../sigv4/hash.ts';
import { ALGORITHM, QUERY } from '../sigv4/names.ts';
import { credentialScope } from '../sigv4/string-to-sign.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';
import type { Validity } from './validity.ts';

/** Signs a form with this package's own Signature Version 4, synchronously. Answers the form's fields. */
export function signPost(
  plan: PostPlan,
  target: SigningTarget,
  credentials: SigningCredentials,
  key: HmacKey,
  { signedAt, expiresAt }: Validity,
): Record<string, string> {
  const date = amzDate(signedAt);
  const fields: Record<string, string> = {
    ...plan.fields,
    // Without a bucket condition S3 may refuse the form for having an uncovered bucket (aws-sdk-php#3292).
    bucket: target.bucket,
    [QUERY.algorithm]: ALGORITHM,
    [QUERY.credential]: `${credentials.accessKeyId}/${credentialScope(date, target.region)}`,
    [QUERY.date]: date,
  };
  if (credentials.sessionToken) fields[QUERY.securityToken] = credentials.sessionToken;

  const { prefix, open } = fixedPrefix(plan.key);
  const conditions: PolicyCondition[] = [
    ...plan.conditions,
    // S3 refuses every field that no condition covers, so each field makes its own.
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    open ? ['starts-with', '$key', prefix] : { key: plan.key },
  ];
  const policy = base64(JSON.stringify({ expiration: expiration(expiresAt), conditions }));
  // The base64 text itself is what is signed; a POST has no canonical request.
  return { ...fields, key: plan.key, Policy: policy, [QUERY.signature]: hmacSha256Hex(key, policy) };
}

/** ISO 8601 in UTC without milliseconds, as the AWS SDKs write it. */
function expiration(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
