import { InvalidInputError } from '../errors.ts';
import { MAX_PRE_DATA_BYTES } from '../form-rules.ts';

/** @throws InvalidInputError `FormTooLarge` when S3 would refuse the form for the size of its fields. */
export function checkFormSize(fields: Readonly<Record<string, string>>): void {
  let length = 0;
  for (const name in fields) length += name.length + (fields[name] ?? '').length;
  // A character is three bytes of UTF-8 at most, so hardly any form needs to be measured.
  if (length * 3 <= MAX_PRE_DATA_BYTES) return;
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const [name, value] of Object.entries(fields)) bytes += encoder.encode(name + value).length;
  if (bytes > MAX_PRE_DATA_BYTES)
    throw new InvalidInputError(
      'FormTooLarge',
      'fields',
      `The form's fields are ${bytes} bytes and S3 takes ${MAX_PRE_DATA_BYTES} before the file: shorten metadata or tags`,
    );
}
