import { addCustomerKey, CUSTOMER_KEY_OPTIONS, type CustomerKey } from '../check/check-customer-key.ts';
import { checkKey } from '../check/check-key.ts';
import { checkWhole } from '../check/check-whole.ts';
import { refuse } from '../check/refuse.ts';
import { applyRules, inQuery, type Rules, rulesFor } from './apply-rules.ts';
import { BODY_RULES, type BodyOptions, checkOneChecksum } from './body-options.ts';
import type { RequestPlan } from './request-plan.ts';

/** Which part of which multipart upload a presigned PUT brings. */
export interface UploadPartOptions extends BodyOptions, CustomerKey {
  /** Life of the URL in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** As CreateMultipartUpload answered it. */
  readonly uploadId: string;
  /** 1 to 10000. */
  readonly partNumber: number;
}

const RULES: Rules = rulesFor<UploadPartOptions>({
  partNumber: inQuery('partNumber', (value, option) =>
    String(checkWhole(value, option, 'InvalidOption', 1, 10_000, 'a whole number from 1 to 10000')),
  ),
  uploadId: inQuery('uploadId'),
  ...BODY_RULES,
  ...CUSTOMER_KEY_OPTIONS,
  expiresIn: undefined,
});

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planUploadPart(key: string, options: UploadPartOptions): RequestPlan {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  applyRules(RULES, options, 'uploadPart', { query, headers });
  for (const option of ['partNumber', 'uploadId'] as const)
    if (options[option] === undefined) refuse('InvalidOption', option, 'is missing');
  checkOneChecksum(options);
  addCustomerKey(headers, options);
  return { method: 'PUT', key: checkKey(key), query, headers };
}
