import {
  S3Client,
  type S3ClientConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import type { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { checkBoolean } from './check/check-boolean.ts';
import { checkBucket } from './check/check-bucket.ts';
import { checkClock } from './check/check-clock.ts';
import { checkCredentials } from './check/check-credentials.ts';
import { checkEndpoint } from './check/check-endpoint.ts';
import { checkExpiresIn } from './check/check-expires-in.ts';
import { checkFormSize } from './check/check-form-size.ts';
import { checkOneOf } from './check/check-one-of.ts';
import { checkOptions, type OptionNames } from './check/check-options.ts';
import { checkRecord } from './check/check-record.ts';
import { checkRegion } from './check/check-region.ts';
import { checkPostSupport, checkUrlSupport } from './check/check-support.ts';
import { checkWindow } from './check/check-window.ts';
import { InvalidInputError } from './errors.ts';
import { type DeleteOptions, type GetOptions, planGet } from './plan/plan-get.ts';
import { planPost } from './plan/plan-post.ts';
import { type PutOptions, planPut } from './plan/plan-put.ts';
import { planUploadPart, type UploadPartOptions } from './plan/plan-upload-part.ts';
import type { UploadPartsOptions } from './plan/plan-upload-parts.ts';
import type { PostOptions, StartsWith } from './plan/post-options.ts';
import type { RequestPlan } from './plan/request-plan.ts';
import type { PresignedPart } from './presigned-part.ts';
import { PresignedPost } from './presigned-post.ts';
import { PresignedUrl } from './presigned-url.ts';
import type { Provider } from './provider.ts';
import type { S3Command } from './s3-command.ts';
import { createSession, type Lifetimes, type PresignSession } from './session.ts';
import { credentialSource } from './sign/credential-source.ts';
import { postUrl } from './sign/post-url.ts';
import { resolveTarget } from './sign/resolve-target.ts';
import { signCommand } from './sign/sign-command.ts';
import { signPostBySdk } from './sign/sign-post-by-sdk.ts';
import { sdkPresigner, signUrlBySdk } from './sign/sign-url-by-sdk.ts';
import { signingClient } from './sign/signing-client.ts';
import type { SigningCredentials, SigningTarget } from './sign/signing-target.ts';
import { credentialsTooShort, type Validity, validity } from './sign/validity.ts';

/** Where to presign, and with whose credentials. What is left out comes from the AWS SDK's own settings. */
export interface PresignerOptions {
  /** Bucket name, access point ARN or access point alias. */
  readonly bucket: string;
  /** Default: the AWS SDK's: `AWS_REGION`, then the profile. */
  readonly region?: string;
  /** Default: the AWS SDK's credential provider chain. */
  readonly credentials?: NonNullable<S3ClientConfig['credentials']>;
  /** URL of an S3-compatible service. Default: AWS, or `AWS_ENDPOINT_URL_S3`. */
  readonly endpoint?: string;
  /** Put the bucket into the path instead of the host name. Default: `false`; IP addresses get path style always. */
  readonly forcePathStyle?: boolean;
  /** Reach AWS by IPv6 too. Default: the AWS SDK's: `AWS_USE_DUALSTACK_ENDPOINT`, then the profile, else `false`. */
  readonly useDualstackEndpoint?: boolean;
  /** Reach AWS by its FIPS endpoints. Default: the AWS SDK's: `AWS_USE_FIPS_ENDPOINT`, then the profile, else `false`. */
  readonly useFipsEndpoint?: boolean;
  /** Reach AWS by S3 Transfer Acceleration, which the bucket must have enabled. Default: `false`. */
  readonly useAccelerateEndpoint?: boolean;
  /** An S3 client to take all of the above but the bucket from, which then stay out. */
  readonly client?: S3Client;
  /** Life in whole seconds, 1 to 604800, where a call names none. Default: 900 for URLs, 3600 for POST forms. */
  readonly expiresIn?: number;
  /**
   * URL of the host that the receivers will see, where it is not the one seen from here: behind Docker or a proxy. The
   * host is part of the signature, so a URL cannot be rewritten afterwards. Path or host name style is chosen for it as
   * for `endpoint`. May be given along with `client`. Default: `endpoint`.
   */
  readonly publicEndpoint?: string;
  /**
   * Whole seconds, 1 to 302400: the time of signing is cut to a multiple of it, so that the same call gives the same,
   * cacheable URL or form all through a window. `expiresIn` counts from the start of the window, so `expiresIn - window`
   * seconds of life are left at least. A window of more than half of `expiresIn` is refused. Default: 1.
   */
  readonly window?: number;
  /**
   * What to do when the credentials end before the life asked for: `'clamp'` gives what life they have and says so by
   * `limitedBy`; `'refresh'` asks the credential provider for new ones first, then clamps; `'error'` throws
   * `CredentialsTooShort`. Default: `'clamp'`.
   */
  readonly onShortCredentials?: 'clamp' | 'refresh' | 'error';
  /**
   * The S3-compatible service, where its host does not tell: what it cannot do is refused before anything is signed.
   * Default: told by the host for Cloudflare R2, Backblaze B2, OVHcloud and Supabase, else `'aws'`.
   */
  readonly provider?: Provider;
  /** The time of signing; makes signatures reproducible. Default: the machine's clock. */
  readonly now?: () => Date;
}

/** Presigns uploads and downloads for one bucket. Everything a call fixes is checked before it is signed. */
export interface Presigner {
  /**
   * Presigns an upload by PUT.
   *
   * @throws InvalidInputError for a key or option that S3 would refuse
   * @throws CredentialsError when no credentials are found, or they have ended
   * @throws EndpointError when the AWS SDK finds no endpoint or region
   */
  put(key: string, options?: PutOptions): Promise<PresignedUrl>;
  /** Presigns a download. Throws as {@link put} does. */
  get(key: string, options?: GetOptions): Promise<PresignedUrl>;
  /** Presigns a look at an object's headers. Throws as {@link put} does. */
  head(key: string, options?: GetOptions): Promise<PresignedUrl>;
  /** Presigns a deletion. Throws as {@link put} does. */
  delete(key: string, options?: DeleteOptions): Promise<PresignedUrl>;
  /** Presigns the upload of one part of a multipart upload. Throws as {@link put} does. */
  uploadPart(key: string, options: UploadPartOptions): Promise<PresignedUrl>;
  /**
   * Presigns all parts of a multipart upload of known size.
   *
   * Throws as {@link put} does.
   */
  uploadParts(key: string, options: UploadPartsOptions): Promise<PresignedPart[]>;
  /**
   * Presigns any S3 command through the AWS SDK's own pipeline, for directory buckets too, and for multi-region access
   * points where `@aws-sdk/signature-v4-crt` is installed. Content type, caching rules and checksums of its input are
   * enforced by signed headers; the `Body` of an object is not looked at. Where S3 takes a document, as of
   * `DeleteObjects`, `PutObjectTagging` or `CompleteMultipartUpload`, the URL holds for the one that the SDK writes of
   * the input: its length is signed, of most its checksum too. `bucket` and `key` of the result are the command's, empty
   * where it has none.
   *
   * @param command - Any command of `@aws-sdk/client-s3`.
   * @param options - `expiresIn` in whole seconds. Default: the presigner's.
   *
   * @throws InvalidInputError `InvalidKey` for its key, or `InvalidOption` for `ChecksumAlgorithm` without its checksum
   * and for a customer key that would be sent over http
   * @throws ProviderError `ConditionNotSupported` as {@link put} does
   * @throws EndpointError `EndpointNotSupported` for what the AWS SDK cannot presign
   * @throws CredentialsError as {@link put} does
   */
  command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: S3Command<Input, Output>,
    options?: { readonly expiresIn?: number },
  ): Promise<PresignedUrl>;
  /**
   * Presigns an upload by a multipart form. S3 enforces all that the form fixes through its signed policy.
   *
   * @param target - The object's key, or a prefix under which the sender chooses it. A key may hold `${filename}`,
   * which S3 replaces with the name of the file sent.
   *
   * Throws as {@link put} does.
   */
  post(target: string | StartsWith, options?: PostOptions): Promise<PresignedPost>;
  /** Resolves endpoint and credentials once, for signing in bulk without waiting. */
  session(): Promise<PresignSession>;
}

const OPTIONS: OptionNames<PresignerOptions> = {
  ...{ bucket: true, client: true, region: true, credentials: true, endpoint: true, forcePathStyle: true },
  ...{ useDualstackEndpoint: true, useFipsEndpoint: true, useAccelerateEndpoint: true, publicEndpoint: true },
  ...{ expiresIn: true, window: true, onShortCredentials: true, provider: true, now: true },
};

/**
 * Creates a presigner for one bucket.
 *
 * @example
 * ```ts
 * const presigner = createPresigner({ bucket: 'results' });
 * const { url } = await presigner.put('runs/1.json');
 * ```
 *
 * @throws InvalidInputError for a bucket name, an option out of range, or a name that is no option
 * @throws CredentialsError `CredentialsNotFound` for a key that is missing in `credentials`
 */
export function createPresigner(options: PresignerOptions): Presigner {
  checkOptions(options, OPTIONS, 'createPresigner');
  const bucket = checkBucket(options.bucket);
  const { now = () => new Date() } = options;
  checkClock(now);
  const onShort = checkOneOf(
    options.onShortCredentials ?? 'clamp',
    ['clamp', 'refresh', 'error'],
    'onShortCredentials',
  );
  const lifetimes: Lifetimes = {
    url: checkExpiresIn(options.expiresIn ?? 900),
    post: checkExpiresIn(options.expiresIn ?? 3600),
    window: checkWindow(options.window ?? 1),
    refuseShort: onShort === 'error',
  };
  const client = signingClient(createClient(options), options.publicEndpoint);
  const target = once(() => resolveTarget(client, bucket, options.provider));
  const credentialsFor = credentialSource(client, now, onShort === 'refresh');

  const settle = async (expiresIn: number): Promise<Settled> => {
    const [at, credentials] = await Promise.all([target(), credentialsFor(checkExpiresIn(expiresIn))]);
    return { at, credentials, life: validity(now(), expiresIn, credentials, lifetimes) };
  };

  let sdk: { readonly credentials: SigningCredentials; readonly presigner: S3RequestPresigner } | undefined;
  const sdkFor = (at: SigningTarget, credentials: SigningCredentials): S3RequestPresigner => {
    if (sdk?.credentials !== credentials) sdk = { credentials, presigner: sdkPresigner(at, credentials) };
    return sdk.presigner;
  };

  const sign = async (plan: RequestPlan, expiresIn = lifetimes.url): Promise<PresignedUrl> => {
    const { at, credentials, life } = await settle(expiresIn);
    checkUrlSupport(at, plan);
    return new PresignedUrl({
      method: plan.method,
      url: await signUrlBySdk(sdkFor(at, credentials), plan, at, life),
      headers: plan.headers,
      bucket,
      key: plan.key,
      expiresAt: life.expiresAt,
      limitedBy: life.limitedBy,
    });
  };

  const session = async (longest = Math.max(lifetimes.url, lifetimes.post)): Promise<PresignSession> => {
    const [at, credentials] = await Promise.all([target(), credentialsFor(longest)]);
    return createSession(at, credentials, lifetimes, now);
  };

  return {
    // Async functions, so that bad input rejects the promise as everything else does.
    put: async (key, put = {}) => sign(planPut(key, put), put.expiresIn),
    get: async (key, get = {}) => sign(planGet('GET', key, get), get.expiresIn),
    head: async (key, head = {}) => sign(planGet('HEAD', key, head), head.expiresIn),
    delete: async (key, remove = {}) => sign(planGet('DELETE', key, remove), remove.expiresIn),
    uploadPart: async (key, part) => sign(planUploadPart(key, part), part.expiresIn),
    uploadParts: async (key, parts) => {
      checkRecord(parts, 'options');
      const { expiresIn = lifetimes.url } = parts;
      return (await session(checkExpiresIn(expiresIn))).uploadParts(key, parts);
    },
    async command(command, commandOptions = {}) {
      checkOptions(commandOptions, { expiresIn: true }, 'command');
      const { expiresIn = lifetimes.url } = commandOptions;
      // The SDK resolves the endpoint by the command, whose bucket may be another one than this presigner's.
      const life = validity(now(), checkExpiresIn(expiresIn), await credentialsFor(expiresIn), lifetimes);
      const { sessionEnd, ...signed } = await signCommand(client, command, life, options.provider);
      const session = sessionEnd === undefined || sessionEnd >= life.expiresAt ? undefined : sessionEnd;
      if (session && lifetimes.refuseShort) throw credentialsTooShort(session, expiresIn);
      return new PresignedUrl({
        ...signed,
        expiresAt: session ?? life.expiresAt,
        limitedBy: session ? 'credentials' : life.limitedBy,
      });
    },
    async post(postTarget, post = {}) {
      const plan = planPost(postTarget, post);
      const { expiresIn = lifetimes.post } = post;
      const { at, credentials, life } = await settle(expiresIn);
      checkPostSupport(at, plan);
      const fields = await signPostBySdk(client, plan, at, credentials, life);
      checkFormSize(fields);
      return new PresignedPost({
        url: postUrl(at),
        fields,
        bucket,
        key: plan.key,
        expiresAt: life.expiresAt,
        limitedBy: life.limitedBy,
      });
    },
    session: () => session(),
  };
}

/** What all of a signature but the plan is made of. */
interface Settled {
  readonly at: SigningTarget;
  readonly credentials: SigningCredentials;
  readonly life: Validity;
}

function createClient(options: PresignerOptions): S3Client {
  const { client, region, credentials, endpoint, forcePathStyle } = options;
  if (region !== undefined) checkRegion(region);
  if (endpoint !== undefined) checkEndpoint(endpoint, 'endpoint');
  if (credentials !== undefined && typeof credentials !== 'function') checkCredentials(credentials);
  const { useDualstackEndpoint, useFipsEndpoint, useAccelerateEndpoint } = options;
  const flags = { forcePathStyle, useDualstackEndpoint, useFipsEndpoint, useAccelerateEndpoint };
  for (const [name, value] of Object.entries(flags)) if (value !== undefined) checkBoolean(value, name);
  const own = {
    // The SDK notes in plain credentials where they come from: in a copy, not in the caller's.
    credentials: typeof credentials === 'object' ? { ...credentials } : credentials,
    ...{ region, endpoint, ...flags },
  };
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  if (client === undefined) return new S3Client(Object.fromEntries(given) as S3ClientConfig);
  const [clash] = given;
  if (clash !== undefined)
    throw new InvalidInputError(
      'InvalidOption',
      clash[0],
      `${clash[0]} is the client's to decide: give client or ${clash[0]}, not both`,
    );
  return client;
}

/** Remembers a promise that fulfilled; one that rejected is tried again. */
function once<Value>(start: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | undefined;
  return () => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
