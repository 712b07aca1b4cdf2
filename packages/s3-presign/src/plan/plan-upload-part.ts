import { addCustomerKey, type CustomerKey } from '../check/check-customer-key.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { checkWhole } from '../check/check-whole.ts';
import type { RequestPlan } from './request-plan.ts';

/** Which part of which multipart upload a presigned PUT brings. */
export interface UploadPartOptions extends CustomerKey {
  /** Life of the URL in whole seconds, 1 to 604800. Default: the presigner's, 900. */
  readonly expiresIn?: number;
  /** As CreateMultipartUpload answered it. */
  readonly uploadId: string;
  /** 1 to 10000. */
  readonly partNumber: number;
}

/** @throws InvalidInputError for any option that S3 would refuse. */
export function planUploadPart(key: string, options: UploadPartOptions): RequestPlan {
  const { partNumber, uploadId } = options;
  const headers: Record<string, string> = {};
  checkWhole(partNumber, 'partNumber', 'InvalidOption', 1, 10_000, 'a whole number from 1 to 10000');
  addCustomerKey(headers, options);
  return {
    method: 'PUT',
    key: checkKey(key),
    query: { partNumber: String(partNumber), uploadId: checkHeaderValue(uploadId, 'uploadId') },
    headers,
  };
}
