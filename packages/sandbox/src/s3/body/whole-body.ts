import type { IncomingMessage } from 'node:http';

/** The longest body that is read as one, in bytes: parts of an upload are most often of 5 or 8 MiB. */
export const MAX_WHOLE: number = 8 * 1024 ** 2;

/**
 * Reads the body of a request as one, if it says how long it is and that is not much: to stream it would take more time
 * than all else that is done for such an object. What is not sent takes no memory: the system gives it page by page.
 *
 * @returns `undefined` when the body is to be streamed.
 */
export function wholeBody(request: IncomingMessage): Promise<Buffer> | undefined {
  const length = Number(request.headers['content-length']);
  return length <= MAX_WHOLE ? collect(request, length) : undefined;
}

function collect(request: IncomingMessage, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (request.destroyed) return reject(goneAway());
    let bytes: Buffer | undefined;
    let size = 0;
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > length) return;
        // What comes from a socket may be a window on a much larger buffer, all of which it would keep in memory.
        if (chunk.length === length && chunk.buffer.byteLength === length) bytes = chunk;
        else {
          bytes ??= Buffer.allocUnsafeSlow(length);
          bytes.set(chunk, size - chunk.length);
        }
      })
      .on('end', () => {
        // Node.js ends no body before or behind its length. If it did, what nobody has sent must not be stored.
        if (size === length) resolve(bytes ?? Buffer.alloc(0));
      })
      .on('close', () => {
        // Also said of every request that is over, when an error that nobody sees would cost more than the rest.
        if (size !== length || !request.readableEnded) reject(goneAway());
      });
  });
}

function goneAway(): Error {
  return new Error('The client went away');
}
