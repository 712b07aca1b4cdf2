import { SERVER_SIDE_ENCRYPTIONS, type ServerSideEncryption } from '../object-settings.ts';
import { addCustomerKey, type CustomerKey } from './check-customer-key.ts';
import { checkHeaderValue } from './check-header-value.ts';
import { checkOneOf } from './check-one-of.ts';
import { refuse } from './refuse.ts';

/**
 * Adds the headers or fields that ask for encryption at rest, by S3's keys or the caller's.
 *
 * @throws InvalidInputError `InvalidOption` for a KMS key without KMS, or for both kinds of keys.
 */
export function addEncryption(
  to: Record<string, string>,
  options: CustomerKey & {
    readonly serverSideEncryption?: ServerSideEncryption;
    readonly sseKmsKeyId?: string;
  },
): void {
  const { serverSideEncryption, sseKmsKeyId, sseCustomerKey } = options;
  if (serverSideEncryption !== undefined) {
    if (sseCustomerKey !== undefined)
      refuse(
        'InvalidOption',
        'sseCustomerKey',
        'and serverSideEncryption are two ways to encrypt: S3 takes one',
      );
    to['x-amz-server-side-encryption'] = checkOneOf(
      serverSideEncryption,
      SERVER_SIDE_ENCRYPTIONS,
      'serverSideEncryption',
    );
  }
  if (sseKmsKeyId !== undefined) {
    if (!serverSideEncryption?.startsWith('aws:kms'))
      refuse('InvalidOption', 'sseKmsKeyId', "needs serverSideEncryption 'aws:kms' or 'aws:kms:dsse'");
    to['x-amz-server-side-encryption-aws-kms-key-id'] = checkHeaderValue(sseKmsKeyId, 'sseKmsKeyId');
  }
  addCustomerKey(to, options);
}
