import * as v from 'valibot';
import { ResultFile } from '../schemas/result-file.ts';
import { bytesOf } from './bytes-of.ts';
import { concatBytes } from './concat-bytes.ts';
import { tooLarge } from './decode-text.ts';
import { type ReadOptions, readDocument, readLimits } from './read-document.ts';
import type { ResultInput } from './result-input.ts';
import { ResultParseError } from './result-parse-error.ts';
import { isResultSource, type ResultSource } from './result-source.ts';

/** Options of {@link parseResult} and {@link safeParseResult}. */
export interface ParseResultOptions<TResult extends ResultFile<unknown> = ResultFile> extends ReadOptions {
  /** What the file must look like: `createResultSchema({ results })`. Default: {@link ResultFile}. */
  readonly schema?: v.GenericSchema<unknown, TResult>;
  /** Stops reading from a `Blob`, `Response` or stream, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What {@link safeParseResult} answers. */
export type ParseOutcome<TResult> =
  | { readonly ok: true; readonly result: TResult }
  | { readonly ok: false; readonly error: ResultParseError };

/**
 * Reads and checks a result file: the document that AI Core delivered to a callback. Text, bytes and parsed objects are
 * answered at once; a `Blob`, a `Response` or a stream of bytes is read first, decompressed if it is gzip, and answered by
 * a promise.
 *
 * To the compiler an `any` is a parsed object, as `JSON.parse` gives it: `await` the answer where it may be a source.
 *
 * @throws {@link ResultParseError} when it is not one. Its `code` says why.
 * @throws RangeError when an option is out of range.
 * @throws what the source throws while it is read, as it is.
 *
 * @example
 * ```ts
 * const result = await parseResult(await fetch(url));
 * if (result.success) console.log(result.job_id, result.results);
 * ```
 */
export function parseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultInput,
  options?: ParseResultOptions<TResult>,
): TResult;
export function parseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultSource,
  options?: ParseResultOptions<TResult>,
): Promise<TResult>;
export function parseResult<TResult extends ResultFile<unknown>>(
  input: ResultSource | ResultInput,
  options?: ParseResultOptions<TResult>,
): TResult | Promise<TResult> {
  if (isResultSource(input)) return safeParseResult(input, options).then(resultOf);
  return resultOf(safeParseResult(input, options));
}

/** The same as {@link parseResult}, with a {@link ResultParseError} as an answer. */
export function safeParseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultInput,
  options?: ParseResultOptions<TResult>,
): ParseOutcome<TResult>;
export function safeParseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultSource,
  options?: ParseResultOptions<TResult>,
): Promise<ParseOutcome<TResult>>;
export function safeParseResult<TResult extends ResultFile<unknown>>(
  input: ResultSource | ResultInput,
  options: ParseResultOptions<TResult> = {},
): ParseOutcome<TResult> | Promise<ParseOutcome<TResult>> {
  if (isResultSource(input)) {
    return readAll(input, options).then((bytes) => safeParseResult(bytes, options), refusalOf);
  }
  try {
    return check(readDocument(input, options), options.schema);
  } catch (error) {
    return refusalOf(error);
  }
}

function resultOf<TResult>(outcome: ParseOutcome<TResult>): TResult {
  if (!outcome.ok) throw outcome.error;
  return outcome.result;
}

function refusalOf(error: unknown): { readonly ok: false; readonly error: ResultParseError } {
  if (error instanceof ResultParseError) return { ok: false, error };
  throw error;
}

/** Reads a source to its end, but no further than allowed: a gzip of a few bytes can hold gigabytes. */
async function readAll(
  source: ResultSource,
  options: ParseResultOptions<ResultFile<unknown>>,
): Promise<Uint8Array> {
  const { maxBytes } = readLimits(options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(source, options.signal)) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return concatBytes(chunks);
}

function check<TResult extends ResultFile<unknown>>(
  document: object,
  schema: v.GenericSchema<unknown, TResult> | undefined,
): ParseOutcome<TResult> {
  // Without a schema TResult is its default, which is what ResultFile yields; the compiler cannot see that.
  const checked = v.safeParse(schema ?? (ResultFile as v.GenericSchema<unknown, unknown> as never), document);
  if (checked.success) return { ok: true, result: checked.output };
  const issues = checked.issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    expected: issue.expected ?? issue.message,
  }));
  return { ok: false, error: new ResultParseError('InvalidShape', issues) };
}
