import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { HttpRequest } from '@smithy/core/protocols';
import type { RequestPlan } from '../plan/request-plan.ts';
import { canonicalQuery } from '../sigv4/canonical-request.ts';
import { QUERY } from '../sigv4/names.ts';
import { sdkSha256 } from './sdk-sha256.ts';
import { objectPath, urlText } from './sign-url.ts';
import type { SigningCredentials, SigningTarget } from './signing-target.ts';
import type { Validity } from './validity.ts';

/** The AWS SDK's own presigner for one set of credentials. */
export function sdkPresigner(target: SigningTarget, credentials: SigningCredentials): S3RequestPresigner {
  return new S3RequestPresigner({
    sha256: sdkSha256(),
    region: target.region,
    signingName: target.service,
    credentials,
  });
}

/** Signs a plan with the AWS SDK, past its command pipeline: that resolves the endpoint again for every URL. */
export async function signUrlBySdk(
  presigner: S3RequestPresigner,
  plan: RequestPlan,
  target: SigningTarget,
  { signedAt, expiresIn }: Validity,
): Promise<string> {
  const path = objectPath(target, plan.key);
  const names = Object.keys(plan.headers);
  const request = new HttpRequest({
    method: plan.method,
    protocol: target.protocol,
    hostname: target.host,
    path,
    query: { ...plan.query },
    headers: { host: target.host, ...plan.headers },
  });
  // Fresh sets for each call: the SDK adds to them. Without `signableHeaders` it drops content-type and cache-control
  // from the signature; without `unhoistableHeaders` it moves a checksum into the query, where S3 ignores it.
  const signed = await presigner.presign(request, {
    signingDate: new Date(signedAt),
    expiresIn,
    signableHeaders: new Set(['host', ...names]),
    unhoistableHeaders: new Set(names),
  });
  const { [QUERY.signature]: signature, ...query } = signed.query as Record<string, string>;
  return urlText(target, path, canonicalQuery(Object.entries(query)), String(signature));
}
