import { isPlainObject } from '../is-plain-object.ts';
import { diagnoseJson, type JsonFault } from './diagnose-json.ts';
import { findPoisonedKey } from './find-poisoned-key.ts';
import { ResultParseError } from './result-parse-error.ts';

/** What a result can be given as: JSON text, its UTF-8 bytes, or the object that was parsed from it. */
export type ResultInput = string | Uint8Array | ArrayBuffer | object;

/** 256 MiB. V8 holds no text of 512 MiB, and a document is in memory twice while it is parsed. */
export const defaultMaxBytes: number = 256 * 1024 * 1024;

/**
 * Reads the JSON object behind an input.
 *
 * @throws {@link ResultParseError} with any code but `InvalidShape`.
 */
export function readDocument(input: ResultInput, maxBytes: number = defaultMaxBytes): object {
  if (!(maxBytes >= 0)) throw new RangeError('maxBytes must be a number of bytes, 0 or more.');
  const text = readText(input, maxBytes);
  const document = text === undefined ? input : parseJson(text);
  if (!isPlainObject(document)) {
    throw new ResultParseError('NotAnObject', `A result file is a JSON object. This is ${kindOf(document)}.`);
  }
  if (Symbol.toStringTag in document) {
    throw new ResultParseError(
      'UnsupportedInput',
      'Give the text, the bytes or the parsed object; read a Blob, Response, stream or promise first.',
    );
  }
  // Both are quick searches; only a text that may hold such a key, plainly or escaped, is walked.
  if (text === undefined || text.includes('__proto__') || text.includes('\\u')) {
    const path = findPoisonedKey(document);
    if (path !== undefined) {
      throw new ResultParseError(
        'PoisonedKey',
        `The result has a key __proto__ at ${path}. AI Core sends none.`,
      );
    }
  }
  return document;
}

/** The text of text or bytes, without a byte order mark; undefined for a parsed document. */
function readText(input: ResultInput, maxBytes: number): string | undefined {
  const bytes = input instanceof ArrayBuffer ? new Uint8Array(input) : input;
  if (typeof bytes !== 'string' && !(bytes instanceof Uint8Array)) return undefined;
  const size = bytes.length;
  if (size > maxBytes) {
    const unit = typeof bytes === 'string' ? 'characters' : 'bytes';
    throw new ResultParseError(
      'TooLarge',
      `The result has ${size} ${unit}, more than the ${maxBytes} allowed. Raise maxBytes if it is meant to be.`,
    );
  }
  if (typeof bytes === 'string') return bytes.startsWith('\uFEFF') ? bytes.slice(1) : bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ResultParseError(
      'InvalidUtf8',
      'The bytes are not UTF-8 text. Are they compressed, or not a result?',
    );
  }
}

const jsonFaults: Readonly<Record<JsonFault, string>> = {
  NonFiniteNumber: 'The result holds a NaN or Infinity token, which JSON does not have.',
  Truncated: 'The result ends too early: it was cut off while it was written or read.',
  InvalidJson: 'The result is not JSON.',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The SyntaxError is not kept as the cause: it quotes the text.
    if (text.trim() === '') throw new ResultParseError('Empty', 'The result is empty.');
    const fault = diagnoseJson(text);
    throw new ResultParseError(fault, jsonFaults[fault]);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
