import { checkOneOf } from './check/check-one-of.ts';
import { ProviderError } from './errors.ts';
import type { RequestPlan } from './plan/request-plan.ts';

/**
 * An S3 service whose differences from AWS are known here.
 *
 * - `r2`, Cloudflare: has no POST policies (its documentation of presigned URLs).
 * - `b2`, Backblaze: has no POST policies (knadh/listmonk#617), and refuses `If-None-Match` on uploads.
 * - `minio` and `ceph` enforce what is presigned here; Ceph is more lenient where a form breaks its own policy.
 */
export type Provider = 'aws' | 'b2' | 'ceph' | 'minio' | 'r2';

const PROVIDERS: readonly Provider[] = ['aws', 'b2', 'ceph', 'minio', 'r2'];

const HOSTS: readonly (readonly [host: RegExp, provider: Provider])[] = [
  [/\.r2\.cloudflarestorage\.com$/, 'r2'],
  [/\.backblazeb2\.com$/, 'b2'],
];

/**
 * The provider as stated, else as the host tells, else AWS.
 *
 * @throws InvalidInputError `InvalidOption` for a provider that is not known here
 */
export function providerOf(host: string, stated: Provider | undefined): Provider {
  if (stated !== undefined) return checkOneOf(stated, PROVIDERS, 'provider');
  const name = host.replace(/:\d+$/, '');
  return HOSTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'aws';
}

/** @throws ProviderError `PostNotSupported` */
export function checkPostSupport(provider: Provider): void {
  if (provider === 'r2' || provider === 'b2')
    throw new ProviderError(
      'PostNotSupported',
      provider,
      `${NAMES[provider]} takes no presigned POST: presign a PUT instead, put(key, { contentType, contentLength }), whose headers pin type and exact size`,
    );
}

/** @throws ProviderError `ConditionNotSupported` */
export function checkUrlSupport(provider: Provider, { headers }: RequestPlan): void {
  if (provider === 'b2' && headers['if-none-match'] !== undefined)
    throw new ProviderError(
      'ConditionNotSupported',
      provider,
      `${NAMES[provider]} refuses uploads with If-None-Match: leave ifNoneMatch out, and give every object a key of its own`,
    );
}

const NAMES = { b2: 'Backblaze B2', r2: 'Cloudflare R2' } as const;
