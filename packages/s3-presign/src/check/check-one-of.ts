import { refuse } from './refuse.ts';

/** @throws InvalidInputError `InvalidOption` for a value that is none of those S3 knows. */
export function checkOneOf<Value extends string>(
  value: Value,
  known: readonly Value[],
  option: string,
): Value {
  if (known.includes(value)) return value;
  return refuse('InvalidOption', option, `must be one of ${known.join(', ')}, not ${JSON.stringify(value)}`);
}
