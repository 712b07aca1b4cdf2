import { type CustomerKey, checkCustomerKey } from '../check/check-customer-key.ts';
import { checkHeaderValue } from '../check/check-header-value.ts';
import { checkKey } from '../check/check-key.ts';
import { InvalidInputError } from '../errors.ts';
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
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000)
    throw new InvalidInputError(
      'InvalidOption',
      'partNumber',
      `partNumber must be a whole number from 1 to 10000, not ${String(partNumber)}`,
    );
  return {
    method: 'PUT',
    key: checkKey(key),
    query: { partNumber: String(partNumber), uploadId: checkHeaderValue(uploadId, 'uploadId') },
    headers: checkCustomerKey(options),
  };
}
