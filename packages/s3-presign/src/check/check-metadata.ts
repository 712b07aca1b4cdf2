import { checkRecord } from './check-record.ts';
import { hasControlCharacter } from './control-characters.ts';
import { refuse } from './refuse.ts';

/** S3's limit for all user metadata of an object, names and values together, in bytes of UTF-8. */
const MAX_METADATA_BYTES = 2048;
// An HTTP token (RFC 9110, section 5.6.2), since each name becomes the end of a header's name.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Metadata with its names in lower case, as S3 stores them.
 *
 * @throws InvalidInputError `InvalidMetadata` for a name that is no token or comes twice in other letter case, a value
 * with control characters (header injection), or more than 2 KB in all.
 */
export function checkMetadata<Value extends string | { readonly startsWith: string }>(
  metadata: Readonly<Record<string, Value>>,
): [name: string, value: Value][] {
  checkRecord(metadata, 'metadata', 'InvalidMetadata');
  const wrong = (name: string, why: string) => refuse('InvalidMetadata', `metadata${name}`, why);
  const seen = new Set<string>();
  let bytes = 0;
  const entries = Object.entries(metadata).map(([given, value]): [string, Value] => {
    const name = given.toLowerCase();
    if (!TOKEN.test(name)) wrong(`.${given}`, 'has a name that no header can have');
    if (seen.has(name)) wrong(`.${given}`, 'is given twice: S3 keeps names in lower case');
    seen.add(name);
    const text = typeof value === 'string' ? value : value?.startsWith;
    if (typeof text !== 'string') return wrong(`.${given}`, `must be a string, not ${typeof value}`);
    if (hasControlCharacter(text) || !text.isWellFormed())
      wrong(`.${given}`, 'must not hold line breaks or control characters');
    if (text.trim() !== text) wrong(`.${given}`, 'must not begin or end with a space: S3 would drop it');
    bytes += name.length + new TextEncoder().encode(text).length;
    return [name, value];
  });
  if (bytes > MAX_METADATA_BYTES)
    wrong('', `must be at most ${MAX_METADATA_BYTES} bytes, names and values together, not ${bytes}`);
  return entries;
}
