import { checkExpiresIn } from './check/check-expires-in.ts';
import { checkFormSize } from './check/check-form-size.ts';
import { checkPostSupport, checkUrlSupport } from './check/check-support.ts';
import { type DeleteOptions, type GetOptions, planGet } from './plan/plan-get.ts';
import { planPost } from './plan/plan-post.ts';
import { type PutOptions, planPut } from './plan/plan-put.ts';
import { planUploadPart, type UploadPartOptions } from './plan/plan-upload-part.ts';
import { planUploadParts, type UploadPartsOptions } from './plan/plan-upload-parts.ts';
import type { PostOptions, StartsWith } from './plan/post-options.ts';
import type { RequestPlan } from './plan/request-plan.ts';
import type { PresignedPart } from './presigned-part.ts';
import { PresignedPost } from './presigned-post.ts';
import { PresignedUrl } from './presigned-url.ts';
import { postUrl } from './sign/post-url.ts';
import { signPost } from './sign/sign-post.ts';
import { urlSigner } from './sign/sign-url.ts';
import { signingMoments } from './sign/signing-moment.ts';
import type { SigningCredentials, SigningTarget } from './sign/signing-target.ts';
import { type LifeRules, validity } from './sign/validity.ts';

/** How long what a session signs shall live. */
export interface Lifetimes extends LifeRules {
  /** Life of URLs in whole seconds, where a call names none. */
  readonly url: number;
  /** Life of POST forms in whole seconds, where a call names none. */
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
  /** As {@link Presigner.uploadParts}. */
  uploadParts(key: string, options: UploadPartsOptions): PresignedPart[];
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
  const momentOf = signingMoments(target, credentials);
  const signUrl = urlSigner(target);

  const sign = (plan: RequestPlan, expiresIn = lifetimes.url): PresignedUrl => {
    const life = validity(now(), checkExpiresIn(expiresIn), credentials, lifetimes);
    checkUrlSupport(target, plan);
    return new PresignedUrl({
      method: plan.method,
      url: signUrl(plan, momentOf(life.signedAt), life.expiresIn),
      headers: plan.headers,
      bucket: target.bucket,
      key: plan.key,
      expiresAt: life.expiresAt,
      limitedBy: life.limitedBy,
    });
  };

  return {
    put: (key, options = {}) => sign(planPut(key, options), options.expiresIn),
    get: (key, options = {}) => sign(planGet('GET', key, options), options.expiresIn),
    head: (key, options = {}) => sign(planGet('HEAD', key, options), options.expiresIn),
    delete: (key, options = {}) => sign(planGet('DELETE', key, options), options.expiresIn),
    uploadPart: (key, options) => sign(planUploadPart(key, options), options.expiresIn),
    uploadParts(key, options) {
      const ranges = planUploadParts(options);
      const { size: _, partSize: __, exactSizes, ...common } = options;
      return ranges.map((range) => {
        const exact = exactSizes ? { contentLength: range.end - range.start } : {};
        const part = { ...common, ...exact, partNumber: range.partNumber };
        return { ...range, presigned: sign(planUploadPart(key, part), options.expiresIn) };
      });
    },
    post(postTarget, options = {}) {
      const plan = planPost(postTarget, options);
      checkPostSupport(target, plan);
      const { expiresIn = lifetimes.post } = options;
      const life = validity(now(), checkExpiresIn(expiresIn), credentials, lifetimes);
      const fields = signPost(plan, momentOf(life.signedAt), life.expiresAt);
      checkFormSize(fields);
      return new PresignedPost({
        url: postUrl(target),
        fields,
        bucket: target.bucket,
        key: plan.key,
        expiresAt: life.expiresAt,
        limitedBy: life.limitedBy,
      });
    },
  };
}
