import type { Presigner, PresignerOptions } from '../presigner.ts';
import { duration, type Flag, JSON_OUTPUT, text, toggle } from './flag.ts';
import { parseS3Uri } from './parse-s3-uri.ts';
import type { Given } from './read-flags.ts';

export const EXPIRES_IN: Flag = duration(
  'expiresIn',
  'life, at most 7d: 900, 15m, 2h, 7d; default: 15m for URLs, 1h for forms',
);

/** Flags of every command that presigns: where, by whom and how long. */
export const PLACE: readonly Flag[] = [
  text('region', 'REGION', 'AWS region; default: as in the AWS CLI'),
  text('endpointUrl', 'URL', 'an S3-compatible service'),
  text('publicEndpoint', 'URL', 'the service as the sender sees it'),
  toggle('forcePathStyle', 'put the bucket into the path'),
  toggle('useDualstackEndpoint', 'reach AWS by IPv6 too'),
  toggle('useFipsEndpoint', 'reach AWS by FIPS endpoints'),
  toggle('useAccelerateEndpoint', 'reach AWS by S3 Transfer Acceleration'),
  text('provider', 'NAME', 'aws, b2, ceph, minio, ovh, r2, s3proxy or supabase: refuse what it cannot do'),
  text('profile', 'NAME', 'profile of ~/.aws to take credentials and region from'),
  EXPIRES_IN,
  duration('window', 'give the same URL or form all through a window, for caches'),
  text('onShortCredentials', 'WHAT', 'clamp, refresh or error, when credentials end sooner; default: clamp'),
  JSON_OUTPUT,
];

/** What {@link PLACE} and the operand come to. */
export interface Place {
  readonly presigner: Presigner;
  readonly bucket: string;
  readonly key: string;
  readonly json: boolean;
  /** The other options, which are the command's own. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The presigner that a command is to use. */
export async function openPlace({ operand, options }: Given): Promise<Place> {
  const { bucket, key } = parseS3Uri(operand);
  const { endpointUrl, profile, json, ...others } = options;
  const { region, publicEndpoint, forcePathStyle, provider, window, onShortCredentials, ...more } = others;
  const { useDualstackEndpoint, useFipsEndpoint, useAccelerateEndpoint, ...rest } = more;
  if (typeof profile === 'string') process.env.AWS_PROFILE = profile;
  const place = {
    ...{ bucket, region, endpoint: endpointUrl, publicEndpoint, forcePathStyle },
    ...{ useDualstackEndpoint, useFipsEndpoint, useAccelerateEndpoint },
    ...{ provider, window, onShortCredentials },
  };
  const given = Object.entries(place).filter(([, value]) => value !== undefined);
  // The AWS SDK is loaded no sooner than it is needed: `inspect`, `explain` and `--help` answer at once.
  const { createPresigner } = await import('../presigner.ts');
  const presigner = createPresigner(Object.fromEntries(given) as unknown as PresignerOptions);
  return { presigner, bucket, key, json: json === true, rest };
}
