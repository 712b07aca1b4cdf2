import { fault } from '../s3-fault.ts';

/** Longest line between the chunks of a body, in bytes. */
const MAX_LINE = 8192;

/** Reads lines and counted bytes from a source. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end; `undefined` at the end of the source. */
  async line(): Promise<string | undefined> {
    let end = this.#rest.indexOf('\n');
    while (end === -1) {
      if (this.#rest.length > MAX_LINE) throw incomplete();
      const { value, done } = await this.#source.next();
      if (done) return this.#rest.length === 0 ? undefined : this.#take(this.#rest.length).toString('latin1');
      this.#rest = Buffer.concat([this.#rest, value]);
      end = this.#rest.indexOf('\n');
    }
    return this.#take(end + 1)
      .toString('latin1')
      .trimEnd();
  }

  /**
   * The next `count` bytes, as they come.
   *
   * @throws S3Fault when the source ends before.
   */
  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#source.next();
        if (done) throw incomplete();
        this.#rest = value;
      }
      const taken = this.#take(Math.min(left, this.#rest.length));
      left -= taken.length;
      yield taken;
    }
  }

  #take(count: number): Buffer {
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }
}

export function incomplete(): Error {
  const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header';
  return fault(400, 'IncompleteBody', message);
}
