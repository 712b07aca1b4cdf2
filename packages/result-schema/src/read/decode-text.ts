import { isGzip } from './decompressed.ts';
import type { ResultInput } from './result-input.ts';
import { ResultParseError } from './result-parse-error.ts';

/**
 * The text of text or bytes, without a byte order mark; undefined for a parsed document.
 *
 * @throws {@link ResultParseError}: `TooLarge`, `Compressed` or `InvalidUtf8`.
 */
export function decodeText(input: ResultInput, maxBytes: number): string | undefined {
  const bytes = input instanceof ArrayBuffer ? new Uint8Array(input) : input;
  if (typeof bytes !== 'string' && !(bytes instanceof Uint8Array)) return undefined;
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  if (typeof bytes === 'string') return bytes.startsWith('\uFEFF') ? bytes.slice(1) : bytes;
  if (isGzip(bytes)) throw new ResultParseError('Compressed');
  try {
    // UTF-16 without a byte order mark would pass for text with NULs in it.
    if (bytes[0] === 0 || bytes[1] === 0) throw new TypeError();
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ResultParseError('InvalidUtf8');
  }
}

/** The refusal of an input beyond its limit. */
export function tooLarge(maxBytes: number): ResultParseError {
  return new ResultParseError('TooLarge', [{ path: '', expected: `${maxBytes} bytes at most` }]);
}
