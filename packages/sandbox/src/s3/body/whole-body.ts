import type { IncomingMessage } from 'node:http';

/** The longest body that is read as one, in bytes: parts of an upload are most often of 5 or 8 MiB. */
export const MAX_WHOLE: number = 8 * 1024 ** 2;

/** How long the body of a request is that is read as one; `undefined` when it is long, or does not say. */
export function wholeLength({ headers }: Pick<IncomingMessage, 'headers'>): number | undefined {
  const length = Number(headers['content-length']);
  return length <= MAX_WHOLE ? length : undefined;
}

/**
 * Reads a body of a known length as one: to stream it would take more time than all else that is done for such an object.
 *
 * @param done - Called in the turn in which it ends. The chunks are the caller's to keep.
 * @param failed - Called when the client goes away before.
 */
export function readWhole(
  request: IncomingMessage,
  length: number,
  done: (chunks: readonly Buffer[]) => void,
  failed: (error: Error) => void,
): void {
  if (request.destroyed) {
    failed(goneAway());
    return;
  }
  const body = new Chunks(length);
  request
    .on('data', (chunk: Buffer) => body.add(chunk))
    .on('end', () => {
      // Node.js ends no body before or behind its length. If it did, what nobody has sent must not be stored.
      if (body.size === length) done(body.chunks);
    })
    .on('close', () => {
      // Also said of every request that is over, when an error that nobody sees would cost more than the rest.
      if (body.size !== length || !request.readableEnded) failed(goneAway());
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
