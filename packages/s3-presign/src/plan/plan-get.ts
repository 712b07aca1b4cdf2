import { addCustomerKey, CUSTOMER_KEY_OPTIONS, type CustomerKey } from '../check/check-customer-key.ts';
import { checkDate } from '../check/check-date.ts';
import { checkKey } from '../check/check-key.ts';
import { checkOneOf } from '../check/check-one-of.ts';
import { refuse } from '../check/refuse.ts';
import { applyRules, inHeader, inQuery, type Rules, rulesFor } from './apply-rules.ts';
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
  /** `Content-Type` of S3's answer. Default: as stored. */
  readonly responseContentType?: string;
  /** `Content-Disposition` of S3's answer, such as `attachment; filename="run 1.json"`. Default: as stored. */
  readonly responseContentDisposition?: string;
  /** `Content-Encoding` of S3's answer. Default: as stored. */
  readonly responseContentEncoding?: string;
  /** `Content-Language` of S3's answer. Default: as stored. */
  readonly responseContentLanguage?: string;
  /** `Cache-Control` of S3's answer, such as `max-age=3600`. Default: as stored. */
  readonly responseCacheControl?: string;
  /** `Expires` of S3's answer. Default: as stored. */
  readonly responseExpires?: Date;
  /** *Header.* The part of the object to send, such as `bytes=0-99`; one range, as S3 takes it. Default: all. */
  readonly range?: string;
  /** Have S3 tell the object's checksum too, in `x-amz-checksum-*`. Default: it does not. */
  readonly checksumMode?: 'ENABLED';
}

const DELETE_RULES = { expiresIn: undefined, versionId: inQuery('versionId') };
const GET_RULES: Rules = rulesFor<GetOptions>({
  ...DELETE_RULES,
  responseCacheControl: inQuery('response-cache-control'),
  responseContentDisposition: inQuery('response-content-disposition'),
  responseContentEncoding: inQuery('response-content-encoding'),
  responseContentLanguage: inQuery('response-content-language'),
  responseContentType: inQuery('response-content-type'),
  responseExpires: inQuery('response-expires', checkDate),
  checksumMode: inQuery('x-amz-checksum-mode', (value, option) => checkOneOf(value, ['ENABLED'], option)),
  range: inHeader('range', checkRange),
  ...CUSTOMER_KEY_OPTIONS,
});
const RULES: Readonly<Record<'GET' | 'HEAD' | 'DELETE', Rules>> = {
  GET: GET_RULES,
  HEAD: GET_RULES,
  DELETE: rulesFor<DeleteOptions>(DELETE_RULES),
};

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planGet(method: 'GET' | 'HEAD' | 'DELETE', key: string, options: GetOptions): RequestPlan {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  applyRules(RULES[method], options, method.toLowerCase(), { query, headers });
  addCustomerKey(headers, options);
  return { method, key: checkKey(key), query, headers };
}

const RANGE = /^bytes=(?:(\d+)-(\d*)|-\d+)$/;

function checkRange(range: string, option: string): string {
  const [all, first, last] = RANGE.exec(range) ?? [];
  if (all !== undefined && !(first && last && Number(first) > Number(last))) return range;
  return refuse(
    'InvalidOption',
    option,
    'must be one range of bytes: bytes=0-99, bytes=100-, or bytes=-100 for the last',
  );
}
