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
  if (isUtf16(bytes)) throw new ResultParseError('InvalidUtf8');
  return decodeUtf8(bytes);
}

/** Whether bytes are UTF-16 without a byte order mark, which would pass for UTF-8 with NULs in it. */
export function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0 || bytes[1] === 0;
}

/**
 * The text of UTF-8, without a byte order mark.
 *
 * @throws {@link ResultParseError}: `InvalidUtf8`, or `TooLarge` when it is longer than the engine lets a text be.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Engines refuse both by errors that differ from one to the next.
    if (!isUtf8(bytes)) throw new ResultParseError('InvalidUtf8');
    throw new ResultParseError('TooLarge', [{ path: '', expected: 'no more than one text can hold' }]);
  }
}

/** Checks piece by piece, each short enough for a text. */
function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const size = 1024 * 1024;
  try {
    for (let start = 0; start < bytes.length; start += size) {
      decoder.decode(bytes.subarray(start, start + size), { stream: true });
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The refusal of an input beyond its limit. */
export function tooLarge(maxBytes: number): ResultParseError {
  return new ResultParseError('TooLarge', [{ path: '', expected: `${maxBytes} bytes at most` }]);
}
