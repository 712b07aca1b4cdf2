import { bytesOf } from '../read/bytes-of.ts';
import { isUtf16, tooLarge } from '../read/decode-text.ts';
import { type ParseResultOptions, parseResult } from '../read/parse-result.ts';
import { readLimits } from '../read/read-document.ts';
import { ResultParseError } from '../read/result-parse-error.ts';
import type { ResultSource } from '../read/result-source.ts';
import type { ResultFile } from '../schemas/result-file.ts';
import type { SeriesPart } from './series-reader.ts';
import { SeriesScanner } from './series-scanner.ts';

/** Options of {@link streamResult}. */
export interface StreamResultOptions<TResult extends ResultFile<unknown> = ResultFile>
  extends Omit<ParseResultOptions<TResult>, 'maxBytes'> {
  /**
   * Largest document taken, in bytes after decompression; 0 or more.
   *
   * @default 17179869184 (16 GiB)
   */
  readonly maxBytes?: number;
  /**
   * Most characters that are not numbers of a series; they are kept until the end. 0 or more.
   *
   * @default 16777216 (16 Mi)
   */
  readonly maxRest?: number;
  /**
   * Most numbers handed over at once; a longer series comes in several parts. 1 or more.
   *
   * @default 65536 (half a MiB; larger parts are no faster and cost memory)
   */
  readonly maxValues?: number;
}

/** What {@link streamResult} yields: series as they come, and at the end the result, with an empty list for each of them. */
export type StreamedPart<TResult extends ResultFile<unknown> = ResultFile> =
  | SeriesPart
  | { readonly kind: 'result'; readonly result: TResult };

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;

/**
 * Reads a result file that is larger than memory: series by series, as `Float64Array`s, and at last everything else.
 *
 * A series is a list below `results` (or `predictions`) that begins with a number or null, and must hold nothing else; null is
 * read as NaN. Lists of lists are one series each. Whatever else the results hold, such as texts, is part of the result.
 *
 * Where a file has both `results` and `predictions`, each with series, only those of the one that comes first are yielded. The
 * result's `results` are those of `parseResult`: `results`, unless they are null.
 *
 * Until the result has come nobody knows whether the file is whole and well-formed: do not act on its series before.
 *
 * @throws {@link ResultParseError} when it is not a result file, also after series of it were yielded.
 * @throws RangeError when an option is out of range.
 * @throws what the source throws while it is read, as it is.
 *
 * @example
 * ```ts
 * for await (const part of streamResult(createReadStream('result.json'))) {
 *   if (part.kind === 'series') console.log(part.path, part.values.length);
 *   else console.log(part.result.job_id);
 * }
 * ```
 */
export async function* streamResult<TResult extends ResultFile<unknown> = ResultFile>(
  source: ResultSource,
  options: StreamResultOptions<TResult> = {},
): AsyncGenerator<StreamedPart<TResult>, void> {
  const { maxRest = 16 * MiB, maxValues = 65_536, signal, ...others } = options;
  const { maxBytes, maxDepth, nonFinite } = readLimits({ maxBytes: 16 * GiB, ...others });
  if (!(maxRest >= 0)) throw new RangeError('maxRest must be a number of characters, 0 or more.');
  if (!(Number.isInteger(maxValues) && maxValues >= 1)) {
    throw new RangeError('maxValues must be a whole number, 1 or more.');
  }
  const scanner = new SeriesScanner({ maxRest, maxValues, maxDepth, nonFinite });
  for await (const text of textOf(bytesOf(source, signal), maxBytes)) yield* scanner.feed(text);
  yield { kind: 'result', result: parseResult(scanner.takeRest(), { ...others, maxBytes: maxRest }) };
}

async function* textOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new ResultParseError('InvalidUtf8');
    }
  };
  let size = 0;
  for await (const chunk of chunks) {
    if (isUtf16(chunk.subarray(0, Math.max(2 - size, 0)))) throw new ResultParseError('InvalidUtf8');
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield decode(chunk);
  }
  yield decode();
}
