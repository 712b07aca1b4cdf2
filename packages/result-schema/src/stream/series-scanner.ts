import { endOfString } from '../read/diagnose-json.ts';
import { ResultParseError, type ResultParseErrorCode } from '../read/result-parse-error.ts';
import { type SeriesOptions, type SeriesPart, SeriesReader } from './series-reader.ts';

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
const listStart = /\[[ \t\r\n]*([^ \t\r\n])/y;
/** How a number or null begins, or one of the tokens that Python writes for no number. */
const seriesStart = /[-\dnNI]/;

/**
 * Splits the text of a result file, chunk by chunk, into series and the rest: the same document with an empty list for each
 * series, small enough to be parsed as a whole. It follows strings and brackets only; whether the rest is JSON is for its
 * parser to say.
 */
export class SeriesScanner {
  readonly #options: ScannerOptions;
  readonly #rest: string[] = [];
  #restLength = 0;
  /** A token whose end has not come. */
  #pending = '';
  readonly #open: Frame[] = [];
  #expectsKey = false;
  /** The series we are in. */
  #series: SeriesReader | undefined;

  constructor(options: ScannerOptions) {
    this.#options = options;
  }

  /** Reads on. */
  *feed(chunk: string): Generator<SeriesPart> {
    let text: string | undefined = this.#pending + chunk;
    this.#pending = '';
    while (text !== undefined) {
      if (!this.#series) text = this.#readRest(text);
      if (!this.#series || text === undefined) return;
      text = yield* this.#series.read(text);
      if (text !== undefined) this.#series = undefined;
    }
  }

  /** All but the series, once everything was read. */
  get rest(): string {
    return this.#rest.join('') + this.#pending;
  }

  /** Reads up to the first number of a series, and answers the text from there on; undefined when there is none. */
  #readRest(text: string): string | undefined {
    let done = 0;
    while (done < text.length && !this.#series) {
      structure.lastIndex = done;
      const at = structure.exec(text)?.index;
      const end = at === undefined ? text.length : this.#readToken(text, at);
      if (end === undefined) break;
      done = end;
    }
    this.#rest.push(text.slice(0, done));
    this.#restLength += done;
    if (!this.#series) this.#pending = text.slice(done);
    const { maxRest } = this.#options;
    if (this.#restLength + this.#pending.length > maxRest) {
      throw new ResultParseError('TooLarge', [
        { path: '', expected: `${maxRest} characters but for series` },
      ]);
    }
    return this.#series ? text.slice(done) : undefined;
  }

  /** Follows the token at an index. Answers where it ends, or undefined when its end has not come. */
  #readToken(text: string, at: number): number | undefined {
    const frame = this.#open.at(-1);
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (end !== undefined && frame && this.#expectsKey) this.#readKey(frame, text.slice(at, end));
        return end;
      }
      case '[':
        return this.#openList(text, at);
      case '{':
        this.#push({ list: false, key: '' });
        this.#expectsKey = true;
        break;
      case ',':
        if (frame?.list) frame.key = Number(frame.key) + 1;
        this.#expectsKey = frame?.list === false;
        break;
      case ':':
        this.#expectsKey = false;
        break;
      default:
        this.#open.pop();
        this.#expectsKey = false;
    }
    return at + 1;
  }

  #readKey(frame: Frame, token: string): void {
    try {
      frame.key = JSON.parse(token) as string;
    } catch {
      throw this.#refusal('InvalidJson', 'a key');
    }
    // Before a series under it is handed over.
    if (frame.key === '__proto__') throw this.#refusal('PoisonedKey', 'no key __proto__');
  }

  #openList(text: string, at: number): number | undefined {
    listStart.lastIndex = at;
    const first = listStart.exec(text)?.[1];
    if (first === undefined) return undefined;
    const path = this.#open.map(({ key }) => key);
    const isInResults = path[0] === 'results' || path[0] === 'predictions';
    if (isInResults && seriesStart.test(first)) this.#series = new SeriesReader(path, this.#options);
    this.#push({ list: true, key: 0 });
    this.#expectsKey = false;
    return at + 1;
  }

  #push(frame: Frame): void {
    const { maxDepth } = this.#options;
    if (this.#open.length >= maxDepth) throw this.#refusal('TooDeep', `${maxDepth} levels at most`);
    this.#open.push(frame);
  }

  #refusal(code: ResultParseErrorCode, expected: string): ResultParseError {
    const path = this.#open.map(({ key }) => key).filter((key) => key !== '');
    return new ResultParseError(code, [{ path: path.join('.'), expected }]);
  }
}
