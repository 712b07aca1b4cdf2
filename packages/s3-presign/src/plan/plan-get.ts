import { type CustomerKey, checkCustomerKey } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { InvalidInputError } from '../errors.ts';
import type { RequestPlan } from './request-plan.ts';

/** What a presigned DELETE fixes. */
export interface DeleteOptions {
  /** Life of the URL in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** The one version of the object meant. Default: the current one. */
  readonly versionId?: string;
}

/** What a presigned GET or HEAD fixes; the overrides make S3 answer with headers other than the stored ones. */
export interface GetOptions extends DeleteOptions, CustomerKey {
  readonly responseContentType?: string;
  readonly responseContentDisposition?: string;
  readonly responseContentEncoding?: string;
  readonly responseContentLanguage?: string;
  readonly responseCacheControl?: string;
  readonly responseExpires?: Date;
  /** *Header.* The part of the object to send, such as `bytes=0-99`; one range, as S3 takes it. */
  readonly range?: string;
  /** Have S3 tell the object's checksum too, in `x-amz-checksum-*`. Default: it does not. */
  readonly checksumMode?: 'ENABLED';
}

const OVERRIDES = {
  responseCacheControl: 'response-cache-control',
  responseContentDisposition: 'response-content-disposition',
  responseContentEncoding: 'response-content-encoding',
  responseContentLanguage: 'response-content-language',
  responseContentType: 'response-content-type',
} as const;

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planGet(method: 'GET' | 'HEAD' | 'DELETE', key: string, options: GetOptions): RequestPlan {
  const query: Record<string, string> = {};
  for (const [option, name] of Object.entries(OVERRIDES) as [keyof typeof OVERRIDES, string][])
    if (options[option] !== undefined) query[name] = checkHeaderValue(options[option], option);
  if (options.responseExpires !== undefined)
    query['response-expires'] = checkDate(options.responseExpires, 'responseExpires');
  if (options.checksumMode !== undefined)
    query['x-amz-checksum-mode'] = checkOneOf(options.checksumMode, ['ENABLED'], 'checksumMode');
  if (options.versionId !== undefined) query.versionId = checkHeaderValue(options.versionId, 'versionId');
  const headers = checkCustomerKey(options);
  if (options.range !== undefined) headers.range = checkRange(options.range);
  return { method, key: checkKey(key), query, headers };
}

const RANGE = /^bytes=(?:\d+-\d*|-\d+)$/;

function checkRange(range: string): string {
  if (RANGE.test(range)) return range;
  throw new InvalidInputError(
    'InvalidOption',
    'range',
    'range must be one range of bytes: bytes=0-99, bytes=100-, or bytes=-100 for the last',
  );
}
