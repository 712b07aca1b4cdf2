import { EndpointError, ProviderError } from '../errors.ts';
import type { PostPlan } from '../plan/plan-post.ts';
import type { RequestPlan } from '../plan/request-plan.ts';
import { PROFILES } from '../provider.ts';
import type { SigningTarget } from '../sign/signing-target.ts';
import { checkTagCharacters } from './check-tagging.ts';
import { checkTransport } from './check-transport.ts';

/**
 * @throws ProviderError `PostNotSupported`, or `ConditionNotSupported` for a condition that nothing would enforce
 * @throws EndpointError `EndpointNotSupported` for the ARN of an access point
 * @throws InvalidInputError `InvalidOption` for a customer key that would be sent in the clear; `InvalidTagging`
 */
export function checkPostSupport(target: SigningTarget, { conditions, fields, tags }: PostPlan): void {
  const { bucket, provider } = target;
  checkTransport(target, fields);
  // The policy's bucket would have to be the access point's, which S3 documents nowhere.
  if (bucket.startsWith('arn:'))
    throw new EndpointError(
      'EndpointNotSupported',
      'An access point takes no presigned POST by its ARN: presign a PUT instead, or name it by its alias',
    );
  const { name, noPost, noSizeRange, anyTags } = PROFILES[provider];
  if (noPost)
    throw new ProviderError(
      'PostNotSupported',
      provider,
      `${name} takes no presigned POST: presign a PUT instead, put(key, { contentType, contentLength }), whose headers pin type and exact size`,
    );
  if (tags !== undefined && !anyTags) checkTagCharacters(tags);
  if (noSizeRange && conditions.some((one) => Array.isArray(one) && one[0] === 'content-length-range'))
    throw new ProviderError(
      'ConditionNotSupported',
      provider,
      `${name} does not enforce contentLengthRange: presign a PUT instead, put(key, { contentLength }), whose header pins the exact size`,
    );
}

/**
 * @throws ProviderError `ConditionNotSupported`
 * @throws InvalidInputError `InvalidOption` for a customer key that would be sent in the clear; `InvalidTagging`
 */
export function checkUrlSupport(
  target: Pick<SigningTarget, 'protocol' | 'host' | 'provider'>,
  { method, headers, tags }: Pick<RequestPlan, 'method' | 'headers' | 'tags'>,
): void {
  const { provider } = target;
  checkTransport(target, headers);
  const { name, noIfNoneMatch, anyTags } = PROFILES[provider];
  if (tags !== undefined && !anyTags) checkTagCharacters(tags);
  // Of a download it asks for a newer object only.
  if (noIfNoneMatch && headers['if-none-match'] !== undefined && method !== 'GET' && method !== 'HEAD')
    throw new ProviderError(
      'ConditionNotSupported',
      provider,
      `${name} refuses uploads with If-None-Match: leave ifNoneMatch out, and give every object a key of its own`,
    );
}
