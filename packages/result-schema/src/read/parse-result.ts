import * as v from 'valibot';
import { ResultFile } from '../schemas/result-file.ts';
import { type ResultInput, readDocument } from './read-document.ts';
import { ResultParseError } from './result-parse-error.ts';

/** Options of {@link parseResult} and {@link safeParseResult}. */
export interface ParseResultOptions<TResult extends ResultFile<unknown> = ResultFile> {
  /** What the file must look like: `createResultSchema({ results })`. Default: {@link ResultFile}. */
  readonly schema?: v.GenericSchema<unknown, TResult>;
  /**
   * Largest document taken, in bytes, or in UTF-16 characters where text is given. Does not apply to parsed objects.
   *
   * @default 268435456 (256 MiB)
   */
  readonly maxBytes?: number;
}

/** What {@link safeParseResult} answers. */
export type ParseOutcome<TResult> =
  | { readonly ok: true; readonly result: TResult }
  | { readonly ok: false; readonly error: ResultParseError };

/**
 * Reads and checks a result file: the document that AI Core delivered to a callback.
 *
 * A UTF-8 byte order mark is skipped. Of a key that is there twice the last one counts, as in `JSON.parse`.
 *
 * @throws {@link ResultParseError} when it is not one. Its `code` says why.
 *
 * @example
 * ```ts
 * const result = parseResult(await response.text());
 * if (result.success) console.log(result.job_id, result.results);
 * ```
 */
export function parseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultInput,
  options: ParseResultOptions<TResult> = {},
): TResult {
  const outcome = safeParseResult(input, options);
  if (!outcome.ok) throw outcome.error;
  return outcome.result;
}

/** The same as {@link parseResult}, with the error as an answer. */
export function safeParseResult<TResult extends ResultFile<unknown> = ResultFile>(
  input: ResultInput,
  options: ParseResultOptions<TResult> = {},
): ParseOutcome<TResult> {
  try {
    return check(readDocument(input, options.maxBytes), options.schema);
  } catch (error) {
    if (error instanceof ResultParseError) return { ok: false, error };
    throw error;
  }
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
  const list = issues.map(({ path, expected }) => `${path || 'document'}: expected ${expected}`).join('; ');
  return { ok: false, error: new ResultParseError('InvalidShape', `Not a result file. ${list}`, issues) };
}
