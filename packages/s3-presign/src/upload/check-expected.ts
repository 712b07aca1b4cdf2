import { refuse } from '../check/refuse.ts';
import { CHECKSUMS, type ChecksumName } from './stored-object.ts';

/** What an object must be. At least one part is given; what is left out is not looked at. */
export interface ExpectedObject extends Readonly<Partial<Record<ChecksumName, string>>> {
  /** Bytes. */
  readonly size?: number;
  /** Media type, letter for letter as S3 keeps it, such as `text/plain;charset=UTF-8`. */
  readonly contentType?: string;
  /** As S3 answered the upload, with or without quotation marks. */
  readonly etag?: string;
  /** As S3 answered the upload. Buckets that keep no versions tell none. */
  readonly versionId?: string;
  /** All of the user metadata: an entry that is not named here is a difference too. Names in any letter case. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, string>> = {
  size: 'number',
  contentType: 'string',
  etag: 'string',
  versionId: 'string',
  metadata: 'object',
  ...Object.fromEntries(Object.keys(CHECKSUMS).map((name) => [name, 'string'])),
};

/**
 * Refuses expectations that nothing would be held against: a name that is spelt wrong, or none at all, would confirm
 * every object.
 *
 * @throws InvalidInputError `InvalidOption`
 */
export function checkExpected(expected: unknown): asserts expected is ExpectedObject {
  const names = Object.keys(KINDS).join(', ');
  if (typeof expected !== 'object' || expected === null)
    return refuse('InvalidOption', 'expected', `must be an object with some of ${names}`);
  const given = Object.entries(expected).filter(([, value]) => value !== undefined);
  if (given.length === 0)
    return refuse('InvalidOption', 'expected', `must name what to look at: some of ${names}`);
  for (const [name, value] of given) {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (kind === undefined)
      return refuse('InvalidOption', `expected.${name}`, `is nothing that S3 tells: there are ${names}`);
    if (typeof value !== kind || value === null)
      return refuse('InvalidOption', `expected.${name}`, `must be of type ${kind}`);
  }
}
