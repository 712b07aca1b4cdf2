import type { JsonFaultCode } from './diagnose-json.ts';

/**
 * Why a result was refused. Stable: code may switch on it.
 *
 * - `TooLarge`: larger than `maxBytes`, decompressed, or longer than the engine lets a text be (512 MiB in V8).
 * - `TooDeep`: nested more deeply than `maxDepth`.
 * - `Empty`: no text, or white space only.
 * - `Compressed`: gzip, given as bytes at once; a `Blob`, `Response` or stream of it is decompressed.
 * - `InvalidGzip`: gzip that is damaged or was cut off.
 * - `InvalidUtf8`: bytes that are not UTF-8 (UTF-16, an image …).
 * - `Truncated`: the text ends within a string, list or object.
 * - `NonFiniteNumber`: a `NaN` or `Infinity` token, which JSON does not have, and `nonFinite` is not `'null'`.
 * - `DuplicateKey`: an object has a key twice, so that one of the values would be lost.
 * - `InvalidJson`: not JSON for any other reason.
 * - `NotAnObject`: JSON, but a list, string, number, boolean or null.
 * - `PoisonedKey`: a key `__proto__`, or `constructor` with a `prototype` in it, at any depth.
 * - `BadResponse`: a `Response` whose status is not 2xx.
 * - `UnsupportedInput`: none of the kinds of input.
 * - `InvalidShape`: an object, but not a result file; see `issues`.
 */
export type ResultParseErrorCode =
  | 'TooLarge'
  | 'TooDeep'
  | 'Empty'
  | 'Compressed'
  | 'InvalidGzip'
  | 'InvalidUtf8'
  | JsonFaultCode
  | 'NotAnObject'
  | 'PoisonedKey'
  | 'BadResponse'
  | 'UnsupportedInput'
  | 'InvalidShape';

/** One thing that was wrong with the document. */
export interface ResultIssue {
  /** Where, such as `results.load.2`; empty for the whole document. */
  readonly path: string;
  /** What was expected there. Never what was found: it may be a secret. */
  readonly expected: string;
}

const messages: Readonly<Record<ResultParseErrorCode, string>> = {
  TooLarge: 'The result is larger than allowed.',
  TooDeep: 'The result is nested too deeply.',
  Empty: 'The result is empty.',
  Compressed: 'The bytes are gzip. Give them as a Blob, Response or stream to have them decompressed.',
  InvalidGzip: 'The result is gzip that is damaged or was cut off.',
  InvalidUtf8: 'The bytes are not UTF-8 text. Is it UTF-16, or not a result?',
  Truncated: 'The result ends too early: it was cut off while it was written or read.',
  NonFiniteNumber: 'The result holds a NaN or Infinity token, which JSON does not have.',
  DuplicateKey: 'The result has a key twice in one object.',
  InvalidJson: 'The result is not JSON.',
  NotAnObject: 'A result file is a JSON object.',
  PoisonedKey: 'The result has a key that AI Core never sends.',
  BadResponse: 'The response holds no result.',
  UnsupportedInput: 'Give text, bytes, a Blob, a Response, a stream or a parsed object.',
  InvalidShape: 'Not a result file.',
};

/** A document that is not a usable result file. Neither message nor issues quote any of its values. */
export class ResultParseError extends Error {
  override readonly name = 'ResultParseError';
  readonly code: ResultParseErrorCode;
  readonly issues: readonly ResultIssue[];

  constructor(code: ResultParseErrorCode, issues: readonly ResultIssue[] = []) {
    const list = issues.map(({ path, expected }) => `${path || 'document'}: expected ${expected}`);
    super([messages[code], list.join('; ')].filter(Boolean).join(' '));
    this.code = code;
    this.issues = issues;
  }
}

/** Tells a {@link ResultParseError}, across copies of the package too. */
export function isResultParseError(error: unknown): error is ResultParseError {
  return error instanceof ResultParseError || (error instanceof Error && error.name === 'ResultParseError');
}
