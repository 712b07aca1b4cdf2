import { isPlainObject } from '../is-plain-object.ts';
import { decodeText } from './decode-text.ts';
import { inspectDocument } from './inspect-document.ts';
import { parseJson, refuseDuplicateKeys } from './parse-json.ts';
import type { ResultInput } from './result-input.ts';
import { ResultParseError } from './result-parse-error.ts';

/** Options of reading a document. */
export interface ReadOptions {
  /**
   * Largest document taken, in bytes after decompression, or in UTF-16 characters where text is given; 0 or more. Does
   * not apply to parsed objects.
   *
   * @default 268435456 (256 MiB; V8 holds no text of 512 MiB, and a document is in memory twice while it is parsed)
   */
  readonly maxBytes?: number;
  /**
   * Deepest nesting taken; the document itself is level 1. From 1 to 1000.
   *
   * @default 100
   */
  readonly maxDepth?: number;
  /**
   * What to do with the tokens `NaN`, `Infinity` and `-Infinity`, which JSON does not have but Python writes: refuse the
   * result, or read null in their place.
   *
   * @default 'refuse'
   */
  readonly nonFinite?: 'refuse' | 'null';
}

const defaultMaxBytes = 256 * 1024 * 1024;
const defaultMaxDepth = 100;

/** The options with their defaults. @throws RangeError when one is out of range. */
export function readLimits(options: ReadOptions): Required<ReadOptions> {
  const { maxBytes = defaultMaxBytes, maxDepth = defaultMaxDepth, nonFinite = 'refuse' } = options;
  if (!(maxBytes >= 0)) throw new RangeError('maxBytes must be a number of bytes, 0 or more.');
  if (!(maxDepth >= 1 && maxDepth <= 1000)) throw new RangeError('maxDepth must be a number from 1 to 1000.');
  return { maxBytes, maxDepth, nonFinite };
}

/**
 * Reads the JSON object behind an input.
 *
 * @throws {@link ResultParseError} with any code but `InvalidShape`.
 * @throws RangeError when an option is out of range.
 */
export function readDocument(input: ResultInput, options: ReadOptions = {}): object {
  const limits = readLimits(options);
  const text = decodeText(input, limits.maxBytes);
  const parsed = text === undefined ? undefined : parseJson(text, limits.nonFinite);
  const document = parsed ? parsed.value : input;
  if (!isPlainObject(document)) throw new ResultParseError('NotAnObject');
  if (Symbol.toStringTag in document) throw new ResultParseError('UnsupportedInput');
  const members = inspectDocument(document, limits.maxDepth);
  if (parsed) refuseDuplicateKeys(parsed, members);
  return document;
}
