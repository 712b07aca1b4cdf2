/** Reads one string, whose text comes in pieces: finds its closing quote, and keeps what it says if that is asked for. */
export class StringReader {
  #isEscaped = false;
  #kept: string[] | undefined;

  /** @param keeps whether to keep the text. */
  constructor(keeps: boolean) {
    if (keeps) this.#kept = [];
  }

  /** What is kept, without the quotes, as it is written; undefined when nothing is to be kept. */
  get kept(): string | undefined {
    return this.#kept?.join('');
  }

  /** Reads on from an index. Answers the index behind the closing quote, or undefined when it has not come. */
  read(text: string, start: number): number | undefined {
    let from = start;
    if (this.#isEscaped && from < text.length) {
      this.#isEscaped = false;
      from++;
    }
    const quote = this.#closingQuote(text, from);
    this.#kept?.push(text.slice(start, quote));
    return quote === undefined ? undefined : quote + 1;
  }

  /** The first quote that is not escaped. Where there is none, it is told whether the text ends within an escape. */
  #closingQuote(text: string, from: number): number | undefined {
    for (let quote = text.indexOf('"', from); quote !== -1; quote = text.indexOf('"', quote + 1)) {
      if (backslashesBefore(text, quote, from) % 2 === 0) return quote;
    }
    this.#isEscaped = backslashesBefore(text, text.length, from) % 2 === 1;
    return undefined;
  }
}

/** How many backslashes stand right before an index, but no further back than asked for. */
function backslashesBefore(text: string, index: number, from: number): number {
  let count = 0;
  while (index - 1 - count >= from && text[index - 1 - count] === '\\') count++;
  return count;
}
