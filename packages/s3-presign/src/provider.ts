import { checkOneOf } from './check/check-one-of.ts';

/**
 * An S3 service whose differences from AWS are known here.
 *
 * - `r2`, Cloudflare: has no POST policies (its documentation of presigned URLs).
 * - `b2`, Backblaze: has no POST policies (knadh/listmonk#617), and refuses `If-None-Match` on uploads.
 * - `ovh`: has no POST policies (ovh/public-cloud-roadmap#317).
 * - `s3proxy`: has no POST policies (gaul/s3proxy#73).
 * - `supabase`: takes POST policies, but does not hold a file against `contentLengthRange`.
 * - `minio` and `ceph` enforce what is presigned here; Ceph is more lenient where a form breaks its own policy, and takes
 *   tags of any characters.
 */
export type Provider = 'aws' | 'b2' | 'ceph' | 'minio' | 'ovh' | 'r2' | 's3proxy' | 'supabase';

/** What is known of a service. */
export interface Profile {
  /** As people call it. */
  readonly name: string;
  /** Host names by which it is told. */
  readonly host?: RegExp;
  readonly noPost?: true;
  readonly noIfNoneMatch?: true;
  readonly noSizeRange?: true;
  /** Tags are held to number and length alone. */
  readonly anyTags?: true;
}

export const PROFILES: Readonly<Record<Provider, Profile>> = {
  aws: { name: 'AWS' },
  b2: { name: 'Backblaze B2', host: /\.backblazeb2\.com$/, noPost: true, noIfNoneMatch: true },
  ceph: { name: 'Ceph', anyTags: true },
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
