import { checkExpiresIn } from './check/check-expires-in.ts';
import { checkFormSize } from './check/check-form-size.ts';
import { type DeleteOptions, type GetOptions, planGet } from './plan/plan-get.ts';
import { type PostOptions, planPost, type StartsWith } from './plan/plan-post.ts';
import { type PutOptions, planPut } from './plan/plan-put.ts';
import { planUploadPart, type UploadPartOptions } from './plan/plan-upload-part.ts';
import type { RequestPlan } from './plan/request-plan.ts';
import { PresignedPost } from './presigned-post.ts';
import { PresignedUrl } from './presigned-url.ts';
import { signPost } from './sign/sign-post.ts';
import { signUrl } from './sign/sign-url.ts';
import type { SigningCredentials, SigningTarget } from './sign/signing-target.ts';
import { validity } from './sign/validity.ts';
import { amzDate } from './sigv4/amz-date.ts';
import type { HmacKey } from './sigv4/hash.ts';
import { signingKey } from './sigv4/signing-key.ts';

/** Lives of what is signed, in whole seconds, where a call names none. */
export interface Lifetimes {
  readonly url: number;
  readonly post: number;
}

/**
 * Signs synchronously with credentials that were resolved once: for bulk. A session signs as long as its credentials
 * live; take a new one when it throws `CredentialsExpired`.
 */
export interface PresignSession {
  /** As {@link Presigner.put}. */
  put(key: string, options?: PutOptions): PresignedUrl;
  /** As {@link Presigner.get}. */
  get(key: string, options?: GetOptions): PresignedUrl;
  /** As {@link Presigner.head}. */
  head(key: string, options?: GetOptions): PresignedUrl;
  /** As {@link Presigner.delete}. */
  delete(key: string, options?: DeleteOptions): PresignedUrl;
  /** As {@link Presigner.uploadPart}. */
  uploadPart(key: string, options: UploadPartOptions): PresignedUrl;
  /** As {@link Presigner.post}. */
  post(target: string | StartsWith, options?: PostOptions): PresignedPost;
}

/** The methods of a session, over a target and credentials that are settled. */
export function createSession(
  target: SigningTarget,
  credentials: SigningCredentials,
  lifetimes: Lifetimes,
  now: () => Date,
): PresignSession {
  const keyOf = keyCache(credentials.secretAccessKey, target);

  const sign = (plan: RequestPlan, expiresIn = lifetimes.url): PresignedUrl => {
    const life = validity(now(), checkExpiresIn(expiresIn), credentials);
    return new PresignedUrl({
      method: plan.method,
      url: signUrl(plan, target, credentials, keyOf(life.signedAt), life),
      headers: plan.headers,
      bucket: target.bucket,
      key: plan.key,
      expiresAt: life.expiresAt,
    });
  };

  return {
    put: (key, options = {}) => sign(planPut(key, options), options.expiresIn),
    get: (key, options = {}) => sign(planGet('GET', key, options), options.expiresIn),
    head: (key, options = {}) => sign(planGet('HEAD', key, options), options.expiresIn),
    delete: (key, options = {}) => sign(planGet('DELETE', key, options), options.expiresIn),
    uploadPart: (key, options) => sign(planUploadPart(key, options), options.expiresIn),
    post(postTarget, options = {}) {
      const plan = planPost(postTarget, options);
      const { expiresIn = lifetimes.post } = options;
      const life = validity(now(), checkExpiresIn(expiresIn), credentials);
      const fields = signPost(plan, target, credentials, keyOf(life.signedAt), life);
      checkFormSize(fields);
      return new PresignedPost({
        url: postUrl(target),
        fields,
        bucket: target.bucket,
        key: plan.key,
        expiresAt: life.expiresAt,
      });
    },
  };
}

/** The bucket's own URL, to which forms are posted. */
function postUrl(target: SigningTarget): string {
  return `${target.protocol}//${target.host}${target.basePath === '' ? '/' : target.basePath}`;
}

// A signing key depends on secret, day, region and service alone, so one a day serves a whole session.
function keyCache(secretAccessKey: string, target: SigningTarget): (signedAt: Date) => HmacKey {
  let day = '';
  let key: HmacKey | undefined;
  return (signedAt) => {
    const date = amzDate(signedAt);
    if (key === undefined || !date.startsWith(day)) {
      day = date.slice(0, 8);
      key = signingKey(secretAccessKey, date, target.region, target.service);
    }
    return key;
  };
}
