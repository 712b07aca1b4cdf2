import { decodeUtf8 } from '../read/decode-text.ts';

const encoder = new TextEncoder();

/**
 * Collects pieces of text as UTF-8, in memory that grows by doubling. Engines cut a piece out of a text without a copy: kept
 * as text, a few characters would keep the whole chunk that they were read from.
 */
export class TextBuffer {
  #bytes = new Uint8Array();
  #used = 0;
  #length = 0;

  /** How many UTF-16 characters were added. */
  get length(): number {
    return this.#length;
  }

  /** Adds a piece, which must not begin or end within a surrogate pair. */
  add(piece: string): void {
    // Never more than 3 bytes for a UTF-16 character.
    this.#reserve(this.#used + 3 * piece.length);
    this.#used += encoder.encodeInto(piece, this.#bytes.subarray(this.#used)).written;
    this.#length += piece.length;
  }

  /** Takes all of it out, as one text. @throws ResultParseError `TooLarge` when it is too long for one. */
  take(): string {
    const text = decodeUtf8(this.#bytes.subarray(0, this.#used));
    this.#bytes = new Uint8Array();
    this.#used = 0;
    this.#length = 0;
    return text;
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}
