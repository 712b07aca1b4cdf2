import { addCustomerKey, type CustomerKey } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { checkKey } from '../check/check-key.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { refuse } from '../check/refuse.ts';
import { applyRules, inHeader, inQuery, type Rules } from './apply-rules.ts';
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

const RULES: Rules<GetOptions> = new Map([
  ['responseCacheControl', inQuery('response-cache-control')],
  ['responseContentDisposition', inQuery('response-content-disposition')],
  ['responseContentEncoding', inQuery('response-content-encoding')],
  ['responseContentLanguage', inQuery('response-content-language')],
  ['responseContentType', inQuery('response-content-type')],
  ['responseExpires', inQuery('response-expires', checkDate)],
  ['checksumMode', inQuery('x-amz-checksum-mode', (value, option) => checkOneOf(value, ['ENABLED'], option))],
  ['versionId', inQuery('versionId')],
  ['range', inHeader('range', checkRange)],
]);

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planGet(method: 'GET' | 'HEAD' | 'DELETE', key: string, options: GetOptions): RequestPlan {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  applyRules(RULES, options, { query, headers });
  addCustomerKey(headers, options);
  return { method, key: checkKey(key), query, headers };
}

const RANGE = /^bytes=(?:\d+-\d*|-\d+)$/;

function checkRange(range: string, option: string): string {
  if (RANGE.test(range)) return range;
  return refuse(
    'InvalidOption',
    option,
    'must be one range of bytes: bytes=0-99, bytes=100-, or bytes=-100 for the last',
  );
}
