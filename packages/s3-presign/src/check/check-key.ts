import { hasControlCharacter } from './control-characters.ts';
import { refuse } from './refuse.ts';

/** Longest object key that S3 takes, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

const DOT_SEGMENT = /(?:^|\/)\.{1,2}(?:\/|$)/;
// What most keys are made of. Signing spends more on a check than on a hash, so these are settled at once.
const PLAIN = /^[A-Za-z0-9._/-]+$/;

/**
 * Refuses keys that S3 takes but that senders cannot address: every URL parser (fetch, browsers, curl) resolves `.` and
 * `..` segments, so the request would go to another key than the one signed.
 *
 * @throws InvalidInputError `InvalidKey`
 */
export function checkKey(key: unknown, option = 'key'): string {
  if (typeof key === 'string' && key.length <= MAX_KEY_BYTES && PLAIN.test(key) && !hasDotSegment(key))
    return key;
  const wrong = (why: string) => refuse('InvalidKey', option, why);
  if (typeof key !== 'string') return wrong(`must be a string, not ${typeof key}`);
  if (key === '') return wrong('must not be empty');
  if (!key.isWellFormed()) return wrong('holds half a surrogate pair, which has no UTF-8 form');
  if (hasControlCharacter(key)) return wrong('must not hold control characters');
  const bytes = new TextEncoder().encode(key).length;
  if (bytes > MAX_KEY_BYTES) return wrong(`must be at most ${MAX_KEY_BYTES} bytes of UTF-8, not ${bytes}`);
  if (hasDotSegment(key))
    return wrong('must not have "." or ".." as a segment: senders resolve them and reach another key');
  return key;
}

function hasDotSegment(key: string): boolean {
  // To look for a text takes a fraction of a pattern's time, and most keys have neither.
  return (key.startsWith('.') || key.includes('/.')) && DOT_SEGMENT.test(key);
}
