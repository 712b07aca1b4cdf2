import { FILENAME } from '../form-rules.ts';
import { refuse } from './refuse.ts';

/**
 * A text that a policy can fix. S3 gives `$` a meaning of its own there: `$$` fails (boto3#4514), and a leading `$` is a
 * variable to others.
 *
 * @throws InvalidInputError `InvalidPolicy`, for a key `InvalidKey`
 */
export function checkPolicyValue(value: string, option: string): string {
  if (!value.includes('$')) return value;
  return refuse(
    option.startsWith('key') ? 'InvalidKey' : 'InvalidPolicy',
    option,
    `must not hold "$": S3 reads it as a variable in a POST policy${option === 'key' ? ` (only ${FILENAME} is allowed)` : ''}`,
  );
}
