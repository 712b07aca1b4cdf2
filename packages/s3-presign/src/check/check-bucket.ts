import { refuse } from './refuse.ts';

// General purpose buckets have 3 to 63 of a-z 0-9 . -; old ones in us-east-1 may have up to 255, with A-Z and _ too.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const ARN = /^arn:[^\s/?#]+(\/[^\s?#]+)*$/;

/** @throws InvalidInputError `InvalidBucket` for what no bucket, access point alias or ARN can be called. */
export function checkBucket(bucket: unknown): string {
  if (typeof bucket === 'string' && ((NAME.test(bucket) && !bucket.includes('..')) || ARN.test(bucket)))
    return bucket;
  const given = typeof bucket === 'string' ? JSON.stringify(bucket) : typeof bucket;
  return refuse(
    'InvalidBucket',
    'bucket',
    `must be the name of a bucket (3 to 63 of a-z, 0-9, "." and "-") or an access point ARN, not ${given}`,
  );
}
