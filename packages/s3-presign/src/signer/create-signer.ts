import { checkBoolean } from '../check/check-boolean.ts';
import { checkBucket } from '../check/check-bucket.ts';
import { checkClock } from '../check/check-clock.ts';
import { checkCredentials } from '../check/check-credentials.ts';
import { checkEndpoint } from '../check/check-endpoint.ts';
import { checkExpiresIn } from '../check/check-expires-in.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { checkOptions, type OptionNames } from '../check/check-options.ts';
import { checkWindow } from '../check/check-window.ts';
import type { Provider } from '../provider.ts';
import { createSession, type PresignSession } from '../session.ts';
import { locateBucket } from '../sign/locate-bucket.ts';
import type { SigningCredentials } from '../sign/signing-target.ts';

/** Where to sign, and with which keys. Nothing is looked up: no environment, no profile, no network. */
export interface SignerOptions {
  /** Name of a general purpose bucket, or an access point alias. */
  readonly bucket: string;
  /** Region of the bucket, such as `eu-central-1`. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's credentials. */
  readonly sessionToken?: string;
  /** When the credentials end. Nothing signed lives longer. Default: never. */
  readonly expiration?: Date;
  /** URL of an S3-compatible service. Default: AWS's, of the region. */
  readonly endpoint?: string;
  /** Put the bucket into the path instead of the host name. Default: `false`; IP addresses get path style always. */
  readonly forcePathStyle?: boolean;
  /** URL of the host that the receivers will see, where it is another one. Default: `endpoint`. */
  readonly publicEndpoint?: string;
  /** Life in whole seconds, 1 to 604800, where a call names none. Default: 900 for URLs, 3600 for POST forms. */
  readonly expiresIn?: number;
  /**
   * Whole seconds, 1 to 302400, to which the time of signing is cut, so that the same call gives the same URL all
   * through a window. Life counts from its start: `expiresIn - window` seconds are left at least. Default: 1.
   */
  readonly window?: number;
  /**
   * What to do when the credentials end before the life asked for: shorten it and say so by `limitedBy`, or throw
   * `CredentialsTooShort`. Default: `'clamp'`.
   */
  readonly onShortCredentials?: 'clamp' | 'error';
  /**
   * The S3-compatible service, where its host does not tell: what it cannot do is refused before anything is signed.
   * Default: told by the host for Cloudflare R2, Backblaze B2, OVHcloud and Supabase, else `'aws'`.
   */
  readonly provider?: Provider;
  /** The time of signing; makes signatures reproducible. Default: the machine's clock. */
  readonly now?: () => Date;
}

// What the AWS SDK's credentials hold besides: people hand them on by `...credentials`.
type SdkNotes = Readonly<Record<'$source' | 'accountId' | 'credentialScope', unknown>>;

const OPTIONS: OptionNames<SignerOptions & SdkNotes> = {
  ...{ bucket: true, region: true, endpoint: true, forcePathStyle: true, publicEndpoint: true },
  ...{ accessKeyId: true, secretAccessKey: true, sessionToken: true, expiration: true },
  ...{ $source: true, accountId: true, credentialScope: true },
  ...{ expiresIn: true, window: true, onShortCredentials: true, provider: true, now: true },
};

/**
 * Creates a signer for one bucket: synchronous, without the AWS SDK, for cold starts, edge workers and bulk. What it
 * signs is byte for byte what `createPresigner` signs.
 *
 * @example
 * ```ts
 * const signer = createSigner({ bucket: 'results', region: 'eu-central-1', accessKeyId, secretAccessKey });
 * const { url } = signer.put('runs/1.json', { expiresIn: 600 });
 * ```
 *
 * @throws InvalidInputError for a bucket name, region or option out of range
 * @throws CredentialsError `CredentialsNotFound` for a key that is missing
 * @throws EndpointError `EndpointNotSupported` for ARNs, directory buckets and access points of S3 on Outposts
 */
export function createSigner(options: SignerOptions): PresignSession {
  checkOptions(options, OPTIONS, 'createSigner');
  const { endpoint, publicEndpoint, now = () => new Date() } = options;
  checkCredentials(options);
  checkClock(now);
  if (endpoint !== undefined) checkEndpoint(endpoint, 'endpoint');
  if (publicEndpoint !== undefined) checkEndpoint(publicEndpoint, 'publicEndpoint');
  if (options.forcePathStyle !== undefined) checkBoolean(options.forcePathStyle, 'forcePathStyle');
  const target = locateBucket({
    bucket: checkBucket(options.bucket),
    region: options.region,
    endpoint: publicEndpoint ?? endpoint,
    forcePathStyle: options.forcePathStyle,
    provider: options.provider,
  });
  const lifetimes = {
    url: checkExpiresIn(options.expiresIn ?? 900),
    post: checkExpiresIn(options.expiresIn ?? 3600),
    window: checkWindow(options.window ?? 1),
    refuseShort:
      checkOneOf(options.onShortCredentials ?? 'clamp', ['clamp', 'error'], 'onShortCredentials') === 'error',
  };
  return createSession(target, credentialsOf(options), lifetimes, now);
}

function credentialsOf(options: SignerOptions): SigningCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = options;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  };
}
