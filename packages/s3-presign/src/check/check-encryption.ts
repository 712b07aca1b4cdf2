import { InvalidInputError } from '../errors.ts';
import type { ServerSideEncryption } from '../object-settings.ts';
import { checkHeaderValue } from './check-header-value.ts';

/**
 * The headers or fields that ask for encryption at rest.
 *
 * @throws InvalidInputError `InvalidOption` for a KMS key without KMS.
 */
export function checkEncryption(options: {
  readonly serverSideEncryption?: ServerSideEncryption;
  readonly sseKmsKeyId?: string;
  readonly sseCustomerKey?: string;
}): Record<string, string> {
  const { serverSideEncryption, sseKmsKeyId, sseCustomerKey } = options;
  if (serverSideEncryption !== undefined && sseCustomerKey !== undefined)
    throw new InvalidInputError(
      'InvalidOption',
      'sseCustomerKey',
      'sseCustomerKey and serverSideEncryption are two ways to encrypt: S3 takes one',
    );
  const headers: Record<string, string> = {};
  if (serverSideEncryption !== undefined)
    headers['x-amz-server-side-encryption'] = checkHeaderValue(serverSideEncryption, 'serverSideEncryption');
  if (sseKmsKeyId !== undefined) {
    if (!serverSideEncryption?.startsWith('aws:kms'))
      throw new InvalidInputError(
        'InvalidOption',
        'sseKmsKeyId',
        "sseKmsKeyId needs serverSideEncryption 'aws:kms' or 'aws:kms:dsse'",
      );
    headers['x-amz-server-side-encryption-aws-kms-key-id'] = checkHeaderValue(sseKmsKeyId, 'sseKmsKeyId');
  }
  return headers;
}
