import { UsageError } from './usage-error.ts';

// The ARN of an access point holds one slash of its own.
const S3_URI = /^s3:\/\/(arn:[^/]+\/[^/]+|[^/]+)(?:\/(.*))?$/s;

/**
 * Reads `s3://bucket/key`, as the AWS CLI writes it, or `s3://bucket`. The key is taken as it is, not decoded.
 *
 * @throws UsageError
 */
export function parseS3Uri(text: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key = ''] = S3_URI.exec(text) ?? [];
  if (bucket === undefined) throw new UsageError('The object is given as s3://bucket/key');
  return { bucket, key };
}
