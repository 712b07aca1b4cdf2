import type { IncomingMessage } from 'node:http';

/** The longest body that is read as one, in bytes: parts of an upload are most often of 5 or 8 MiB. */
export const MAX_WHOLE: number = 8 * 1024 ** 2;

/**
 * Reads the body of a request as one, if it says how long it is and that is not much: to stream it would take more time
 * than all else that is done for such an object.
 *
 * @param use - Called with the whole body in the same turn in which it ends, since each promise between would cost
 *   as much as a step of the work itself. It may keep the chunks.
 * @returns What `use` answers; `undefined` when the body is to be streamed.
 */
export function wholeBody<T>(
  request: IncomingMessage,
  use: (chunks: readonly Buffer[]) => T | Promise<T>,
): Promise<T> | undefined {
  const length = Number(request.headers['content-length']);
  return length <= MAX_WHOLE ? collect(request, length, use) : undefined;
}

function collect<T>(
  request: IncomingMessage,
  length: number,
  use: (chunks: readonly Buffer[]) => T | Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(goneAway());
    const body = new Chunks(length);
    request
      .on('data', (chunk: Buffer) => body.add(chunk))
      .on('end', () => {
        // Node.js ends no body before or behind its length. If it did, what nobody has sent must not be stored.
        if (body.size !== length) return;
        try {
          resolve(use(body.chunks));
        } catch (error) {
          reject(error);
        }
      })
      .on('close', () => {
        // Also said of every request that is over, when an error that nobody sees would cost more than the rest.
        if (body.size !== length || !request.readableEnded) reject(goneAway());
      });
  });
}

/** Shorter chunks are put together, in bytes: each takes some hundreds besides its own. */
const MIN_CHUNK = 4096;

/** A body of a known length, kept as it comes: to copy a megabyte takes as long as to hash a tenth of it. */
class Chunks {
  readonly #length: number;
  #chunks: Buffer[] = [];
  /** Where all of it is put, when it comes in small pieces. What is not sent takes no memory of the system. */
  #whole: Buffer | undefined;
  size = 0;

  constructor(length: number) {
    this.#length = length;
  }

  add(chunk: Buffer): void {
    const at = this.size;
    this.size += chunk.length;
    if (this.size > this.#length) return;
    if (this.#whole === undefined && this.#isWorthKeeping(chunk)) this.#chunks.push(chunk);
    else {
      this.#whole ??= this.#joined();
      this.#whole.set(chunk, at);
    }
  }

  /** A window on a larger buffer would keep all of that in memory. */
  #isWorthKeeping(chunk: Buffer): boolean {
    return chunk.buffer.byteLength === chunk.length && this.#chunks.length <= 1 + this.#length / MIN_CHUNK;
  }

  #joined(): Buffer {
    const whole = Buffer.allocUnsafeSlow(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  get chunks(): readonly Buffer[] {
    return this.#whole === undefined ? this.#chunks : [this.#whole];
  }
}

function goneAway(): Error {
  return new Error('The client went away');
}
