import { FeaturesError } from './features-error.ts';

/**
 * A Parquet file that arrives as a stream, to be given as features. It is sent as it comes: nothing of it is checked first,
 * and a run from it is never repeated. A second run from it is refused, with `BodyError`.
 *
 * @example
 * ```ts
 * const { body, headers } = await fetch('https://example.com/trip.parquet');
 * const size = Number(headers.get('content-length'));
 * await aiCore.runAlgorithm('mass-estimation', { features: new ParquetStream(body, size) });
 * ```
 */
export class ParquetStream {
  readonly type = 'application/parquet';
  readonly repeatable = false;
  /** Bytes, or undefined where it is not known. */
  readonly size: number | undefined;
  readonly #stream: ReadableStream<Uint8Array>;

  /**
   * @param size - Bytes. Without it the upload goes out in chunks of unknown number, which some servers refuse (411), and
   * in browsers is read to its end first.
   *
   * @throws {@link FeaturesError} `UnsupportedFeatures` for a stream that somebody reads already, and a size that is none;
   * `EmptyFeatures` for a size of 0.
   */
  constructor(stream: ReadableStream<Uint8Array>, size?: number) {
    if (!(stream instanceof ReadableStream) || stream.locked) {
      const message = 'The stream is being read by somebody else, or is no web ReadableStream.';
      throw new FeaturesError({ code: 'UnsupportedFeatures', message });
    }
    if (size === 0) throw new FeaturesError({ code: 'EmptyFeatures', message: 'The stream is empty.' });
    if (size !== undefined && !(Number.isSafeInteger(size) && size > 0)) {
      const message = 'The size of a stream is a whole number of bytes, more than 0.';
      throw new FeaturesError({ code: 'UnsupportedFeatures', message });
    }
    this.#stream = stream;
    this.size = size;
  }

  /** The stream. It can be read once. */
  open(): ReadableStream<Uint8Array> {
    return this.#stream;
  }
}
