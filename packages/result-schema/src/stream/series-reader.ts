import { diagnoseJson } from '../read/diagnose-json.ts';
import { replaceNonFinite } from '../read/replace-non-finite.ts';
import { ResultParseError, type ResultParseErrorCode } from '../read/result-parse-error.ts';
import { NumberBuffer } from './number-buffer.ts';

/** Some numbers of a series: a list of numbers anywhere in the results. */
export interface SeriesPart {
  readonly kind: 'series';
  /** Where it lies within the results, such as `['load']`; empty when the results themselves are the list. */
  readonly path: readonly (string | number)[];
  /** Index of the first of these numbers in the series. */
  readonly start: number;
  /** The numbers; NaN where the file says null. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Whether the series ends with these. */
  readonly last: boolean;
}

/** What reading a series depends on. */
export interface SeriesOptions {
  /** Most numbers in one part. */
  readonly maxValues: number;
  readonly nonFinite: 'refuse' | 'null';
}

/** No number is that long: whoever sends one wants our memory. */
const maxNumber = 4096;

/**
 * Reads one list of numbers, whose text comes in pieces. It cuts at commas and leaves the numbers to `JSON.parse`, many at a
 * time: no tokenizer in JavaScript comes near its speed.
 */
export class SeriesReader {
  readonly #path: readonly (string | number)[];
  readonly #options: SeriesOptions;
  readonly #numbers = new NumberBuffer();
  /** How many numbers were handed over. */
  #start = 0;
  /** The beginning of a number. */
  #pending = '';

  /** @param path from the top of the document: `['results', 'load']`. */
  constructor(path: readonly (string | number)[], options: SeriesOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Reads on. Answers the text from the closing bracket on, or undefined when the series goes on. */
  *read(text: string): Generator<SeriesPart, string | undefined> {
    const whole = this.#pending + text;
    const end = whole.indexOf(']');
    const cut = end === -1 ? whole.lastIndexOf(',') : end;
    if (cut !== -1) this.#add(whole.slice(0, cut));
    this.#pending = whole.slice(cut + 1);
    const { maxValues } = this.#options;
    while (this.#numbers.length > maxValues) yield this.#part(maxValues, false);
    if (end !== -1) {
      yield this.#part(this.#numbers.length, true);
      return whole.slice(end);
    }
    if (this.#pending.length > maxNumber) throw this.#refusal(this.#next, 'InvalidJson');
    return undefined;
  }

  /** Index of the next number. */
  get #next(): number {
    return this.#start + this.#numbers.length;
  }

  #part(count: number, last: boolean): SeriesPart {
    const start = this.#start;
    this.#start += count;
    return { kind: 'series', path: this.#path.slice(1), start, values: this.#numbers.take(count), last };
  }

  #add(text: string): void {
    const items = this.#parse(text);
    const first = this.#next;
    const wrong = this.#numbers.add(items);
    if (wrong !== -1) throw this.#refusal(first + wrong, 'InvalidShape');
  }

  #parse(text: string): readonly unknown[] {
    // There was a comma before it, or the bracket of a list that is not empty.
    if (text.trim() === '') throw this.#refusal(this.#next, 'InvalidJson');
    try {
      return JSON.parse(`[${text}]`) as readonly unknown[];
    } catch {
      const { code, path } = diagnoseJson(`[${text}]`);
      if (code === 'NonFiniteNumber' && this.#options.nonFinite === 'null') {
        return this.#parse(replaceNonFinite(text));
      }
      // What was cut off here is a text or a list among the numbers.
      throw this.#refusal(this.#next + Number(path[0]), code === 'Truncated' ? 'InvalidShape' : code);
    }
  }

  #refusal(index: number, code: ResultParseErrorCode): ResultParseError {
    return new ResultParseError(code, [
      { path: [...this.#path, index].join('.'), expected: 'a number or null' },
    ]);
  }
}
