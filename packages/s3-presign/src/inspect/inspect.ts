import { NotPresignedError } from '../errors.ts';
import { inspectPost, type PostToInspect } from './inspect-post.ts';
import { inspectUrl, type UrlToInspect } from './inspect-url.ts';
import type { Inspection, PostInspection, UrlInspection } from './inspection.ts';

/** Options of {@link inspect}. */
export interface InspectOptions {
  /** The time to reckon from. Default: the machine's clock. */
  readonly now?: () => Date;
  /** The method that a bare URL was signed for, which the URL itself rarely tells. */
  readonly method?: string;
  /** The bucket, for hosts that do not tell where it stands, such as a domain of your own. */
  readonly bucket?: string;
}

/**
 * Tells what a presigned URL or form allows, offline and without any key: object, life, signer, what must be sent, and
 * what is risky or bound to be refused. Reads URLs of every signer, of signature versions 4 and 2.
 *
 * The answer holds no signature, token or policy. Whether the signature is right, only the holder of the secret key can
 * tell: that is `verifyPresignedUrl` and `verifyPresignedPost` of `@x/s3-presign/verify`.
 *
 * @param target - A URL, or an object with `url`, as `PresignedUrl` and `PresignedPost` are; with `fields` it is a form.
 *
 * @example
 * ```ts
 * const { bucket, key, remainingSeconds, warnings } = inspect(url);
 * ```
 *
 * @throws NotPresignedError for what is no presigned URL or form. Presigned but broken is answered with warnings.
 */
export function inspect(target: PostToInspect, options?: InspectOptions): PostInspection;
export function inspect(target: string | URL | UrlToInspect, options?: InspectOptions): UrlInspection;
export function inspect(
  target: string | URL | UrlToInspect | PostToInspect,
  options?: InspectOptions,
): Inspection;
export function inspect(
  target: string | URL | UrlToInspect | PostToInspect,
  options: InspectOptions = {},
): Inspection {
  const now = options.now?.() ?? new Date();
  const given: unknown =
    typeof target === 'string' || target instanceof URL ? { url: String(target) } : target;
  const known = { method: options.method, bucket: options.bucket };
  if (!isObject(given) || typeof given.url !== 'string')
    throw new NotPresignedError('Give a presigned URL, or an object with url, and fields for a form');
  const url = given.url.trim();
  const bucket = known.bucket ?? text(given.bucket);
  if (given.fields === undefined)
    return inspectUrl({ url, bucket, method: known.method ?? text(given.method) }, now);
  if (!isObject(given.fields)) throw new NotPresignedError('fields must be an object of names and values');
  return inspectPost({ url, fields: given.fields as PostToInspect['fields'], bucket }, now);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
