import { ResultParseError, type ResultParseErrorCode } from '../read/result-parse-error.ts';
import { type SeriesOptions, type SeriesPart, SeriesReader } from './series-reader.ts';
import { StringReader } from './string-reader.ts';
import { TextBuffer } from './text-buffer.ts';

/** What a {@link SeriesScanner} must know. */
export interface ScannerOptions extends SeriesOptions {
  /** Most characters of everything that is not a series. */
  readonly maxRest: number;
  readonly maxDepth: number;
}

/** A list or object that is open, and where in it we are. */
interface Frame {
  readonly list: boolean;
  key: string | number;
}

const structure = /["{}[\],:]/g;
const nonBlank = /[^ \t\r\n]/g;
/** How a number or null begins, or one of the tokens that Python writes for no number. */
const seriesStart = /[-\dnNI]/;

/**
 * Splits the text of a result file, chunk by chunk, into series and the rest: the same document with an empty list for each
 * series, small enough to be parsed as a whole. It follows strings and brackets only; whether the rest is JSON is for its
 * parser to say. No character is looked at twice, however small the chunks.
 */
export class SeriesScanner {
  readonly #options: ScannerOptions;
  readonly #rest = new TextBuffer();
  readonly #open: Frame[] = [];
  #expectsKey = false;
  /** The string we are in. */
  #string: StringReader | undefined;
  /** Whether nothing but white space has come of the list we are in. */
  #isListStart = false;
  /** The series we are in. */
  #series: SeriesReader | undefined;
  /** Whose series are handed over. A file may hold the same ones under both. */
  #source: 'results' | 'predictions' | undefined;

  constructor(options: ScannerOptions) {
    this.#options = options;
  }

  /** Reads on. */
  *feed(chunk: string): Generator<SeriesPart> {
    let text: string | undefined = chunk;
    while (text !== undefined) {
      if (!this.#series) text = this.#readRest(text);
      if (!this.#series || text === undefined) return;
      text = yield* this.#readSeries(this.#series, text);
      if (text !== undefined) this.#series = undefined;
    }
  }

  /** Reads on in a series, which is checked even if it is not handed over. */
  *#readSeries(series: SeriesReader, text: string): Generator<SeriesPart, string | undefined> {
    const isHandedOver = this.#open[0]?.key === this.#source;
    const parts = series.read(text);
    for (let next = parts.next(); ; next = parts.next()) {
      if (next.done === true) return next.value;
      if (isHandedOver) yield next.value;
    }
  }

  /** Takes out all but the series, once everything was read. */
  takeRest(): string {
    return this.#rest.take();
  }

  /** Reads up to the first number of a series, and answers the text from there on; undefined when there is none. */
  #readRest(text: string): string | undefined {
    let done = 0;
    while (done < text.length && !this.#series) done = this.#readOn(text, done);
    const { maxRest } = this.#options;
    if (this.#rest.length + done > maxRest) {
      throw new ResultParseError('TooLarge', [
        { path: '', expected: `${maxRest} characters but for series` },
      ]);
    }
    this.#rest.add(text.slice(0, done));
    return this.#series ? text.slice(done) : undefined;
  }

  /** Reads one thing, or as much of it as has come. Answers where it ends. */
  #readOn(text: string, start: number): number {
    if (this.#string) return this.#readString(this.#string, text, start);
    if (this.#isListStart) return this.#readListStart(text, start);
    structure.lastIndex = start;
    const at = structure.exec(text)?.index;
    if (at === undefined) return text.length;
    this.#readToken(text[at]);
    return at + 1;
  }

  /** Follows one character of the structure. */
  #readToken(char: string | undefined): void {
    const frame = this.#open.at(-1);
    switch (char) {
      case '"':
        this.#string = new StringReader(this.#expectsKey);
        return;
      case '[':
        this.#push({ list: true, key: 0 });
        this.#expectsKey = false;
        this.#isListStart = true;
        return;
      case '{':
        this.#push({ list: false, key: '' });
        this.#expectsKey = true;
        return;
      case ',':
        if (frame?.list) frame.key = Number(frame.key) + 1;
        this.#expectsKey = frame?.list === false;
        return;
      case ':':
        this.#expectsKey = false;
        return;
      default:
        this.#open.pop();
        this.#expectsKey = false;
    }
  }

  #readString(string: StringReader, text: string, start: number): number {
    const end = string.read(text, start);
    if (end === undefined) return text.length;
    this.#string = undefined;
    const frame = this.#open.at(-1);
    if (frame && string.kept !== undefined) this.#readKey(frame, string.kept);
    return end;
  }

  #readKey(frame: Frame, content: string): void {
    try {
      frame.key = JSON.parse(`"${content}"`) as string;
    } catch {
      throw this.#refusal('InvalidJson', 'a key');
    }
    // Before a series under it is handed over.
    if (frame.key === '__proto__') throw this.#refusal('PoisonedKey', 'no key __proto__');
  }

  /** Reads up to the first item of a list, which tells whether it is a series. */
  #readListStart(text: string, start: number): number {
    nonBlank.lastIndex = start;
    const first = nonBlank.exec(text);
    if (!first) return text.length;
    this.#isListStart = false;
    const path = this.#open.slice(0, -1).map(({ key }) => key);
    const [top] = path;
    if ((top === 'results' || top === 'predictions') && seriesStart.test(first[0])) {
      this.#source ??= top;
      this.#series = new SeriesReader(path, this.#options);
    }
    return first.index;
  }

  #push(frame: Frame): void {
    const { maxDepth } = this.#options;
    if (this.#open.length >= maxDepth) throw this.#refusal('TooDeep', `${maxDepth} levels at most`);
    // Where results are not null, `parseResult` reads them and not the predictions.
    if (this.#open.length === 1 && this.#open[0]?.key === 'results') this.#source ??= 'results';
    this.#open.push(frame);
  }

  #refusal(code: ResultParseErrorCode, expected: string): ResultParseError {
    const path = this.#open.map(({ key }) => key).filter((key) => key !== '');
    return new ResultParseError(code, [{ path: path.join('.'), expected }]);
  }
}
