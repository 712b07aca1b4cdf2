import { InvalidInputError } from '../errors.ts';

/** @throws InvalidInputError `InvalidOption` for a value that is none of those S3 knows. */
export function checkOneOf<Value extends string>(
  value: Value,
  known: readonly Value[],
  option: string,
): Value {
  if (known.includes(value)) return value;
  throw new InvalidInputError(
    'InvalidOption',
    option,
    `${option} must be one of ${known.join(', ')}, not ${JSON.stringify(value)}`,
  );
}
