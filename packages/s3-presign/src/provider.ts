import { checkOneOf } from './check/check-one-of.ts';
import { checkTransport } from './check/check-transport.ts';
import { EndpointError, ProviderError } from './errors.ts';
import type { PostPlan } from './plan/plan-post.ts';
import type { RequestPlan } from './plan/request-plan.ts';
import type { SigningTarget } from './sign/signing-target.ts';

/**
 * An S3 service whose differences from AWS are known here.
 *
 * - `r2`, Cloudflare: has no POST policies (its documentation of presigned URLs).
 * - `b2`, Backblaze: has no POST policies (knadh/listmonk#617), and refuses `If-None-Match` on uploads.
 * - `ovh`: has no POST policies (ovh/public-cloud-roadmap#317).
 * - `s3proxy`: has no POST policies (gaul/s3proxy#73).
 * - `supabase`: takes POST policies, but does not hold a file against `contentLengthRange`.
 * - `minio` and `ceph` enforce what is presigned here; Ceph is more lenient where a form breaks its own policy.
 */
export type Provider = 'aws' | 'b2' | 'ceph' | 'minio' | 'ovh' | 'r2' | 's3proxy' | 'supabase';

interface Profile {
  readonly name: string;
  /** Host names by which it is told. */
  readonly host?: RegExp;
  readonly noPost?: true;
  readonly noIfNoneMatch?: true;
  readonly noSizeRange?: true;
}

const PROFILES: Readonly<Record<Provider, Profile>> = {
  aws: { name: 'AWS' },
  b2: { name: 'Backblaze B2', host: /\.backblazeb2\.com$/, noPost: true, noIfNoneMatch: true },
  ceph: { name: 'Ceph' },
  minio: { name: 'MinIO' },
  ovh: { name: 'OVHcloud', host: /\.cloud\.ovh\.(net|us|ca)$/, noPost: true },
  r2: { name: 'Cloudflare R2', host: /\.r2\.cloudflarestorage\.com$/, noPost: true },
  s3proxy: { name: 'S3Proxy', noPost: true },
  supabase: { name: 'Supabase', host: /\.supabase\.co$/, noSizeRange: true },
};
const PROVIDERS = Object.keys(PROFILES) as readonly Provider[];

/**
 * The provider as stated, else as the host tells, else AWS.
 *
 * @throws InvalidInputError `InvalidOption` for a provider that is not known here
 */
export function providerOf(host: string, stated: Provider | undefined): Provider {
  if (stated !== undefined) return checkOneOf(stated, PROVIDERS, 'provider');
  const name = host.replace(/:\d+$/, '');
  return PROVIDERS.find((provider) => PROFILES[provider].host?.test(name)) ?? 'aws';
}

/**
 * @throws ProviderError `PostNotSupported`, or `ConditionNotSupported` for a condition that nothing would enforce
 * @throws EndpointError `EndpointNotSupported` for the ARN of an access point
 * @throws InvalidInputError `InvalidOption` for a customer key that would be sent in the clear
 */
export function checkPostSupport(target: SigningTarget, { conditions, fields }: PostPlan): void {
  const { bucket, provider } = target;
  checkTransport(target, fields);
  // The policy's bucket would have to be the access point's, which S3 documents nowhere.
  if (bucket.startsWith('arn:'))
    throw new EndpointError(
      'EndpointNotSupported',
      'An access point takes no presigned POST by its ARN: presign a PUT instead, or name it by its alias',
    );
  const { name, noPost, noSizeRange } = PROFILES[provider];
  if (noPost)
    throw new ProviderError(
      'PostNotSupported',
      provider,
      `${name} takes no presigned POST: presign a PUT instead, put(key, { contentType, contentLength }), whose headers pin type and exact size`,
    );
  if (noSizeRange && conditions.some((one) => Array.isArray(one) && one[0] === 'content-length-range'))
    throw new ProviderError(
      'ConditionNotSupported',
      provider,
      `${name} does not enforce contentLengthRange: presign a PUT instead, put(key, { contentLength }), whose header pins the exact size`,
    );
}

/**
 * @throws ProviderError `ConditionNotSupported`
 * @throws InvalidInputError `InvalidOption` for a customer key that would be sent in the clear
 */
export function checkUrlSupport(target: SigningTarget, { headers }: RequestPlan): void {
  const { provider } = target;
  checkTransport(target, headers);
  const { name, noIfNoneMatch } = PROFILES[provider];
  if (noIfNoneMatch && headers['if-none-match'] !== undefined)
    throw new ProviderError(
      'ConditionNotSupported',
      provider,
      `${name} refuses uploads with If-None-Match: leave ifNoneMatch out, and give every object a key of its own`,
    );
}
