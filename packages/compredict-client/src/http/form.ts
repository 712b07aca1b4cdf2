import type { ByteSource, MultipartForm } from '@x/http';

/** A multipart form whose files are read only when it is sent. */
export type Form = MultipartForm<Blob | ByteSource>;

/** What was to be uploaded could not be read. `cause` is why, where the reader said so. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** Bytes of a form; undefined where a stream does not say how many it holds. */
export function formSize({ pieces }: Form): number | undefined {
  let size = 0;
  for (const piece of pieces) {
    const bytes = piece instanceof Uint8Array ? piece.length : piece.size;
    if (bytes === undefined) return undefined;
    size += bytes;
  }
  return size;
}

/** Whether a form can be sent again: a stream is read once. */
export function isRepeatable({ pieces }: Form): boolean {
  return pieces.every((piece) => !('repeatable' in piece) || piece.repeatable);
}

/** Bytes between two reports of progress, at most. */
const maxStep = 262_144;

/**
 * A form piece by piece, telling after each how many bytes have been taken so far.
 *
 * @param signal - Lets go of the files, even while one of them is waited for.
 *
 * @throws {@link UnreadableError}
 */
export async function* streamForm(
  { pieces }: Form,
  signal: AbortSignal,
  onTaken: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  for (const piece of pieces) {
    const chunks = piece instanceof Uint8Array ? [piece] : readFile(piece, signal);
    for await (const chunk of chunks) {
      // A chunk may be all of a file, and nobody would see it move.
      for (let at = 0; at < chunk.length; at += maxStep) {
        const step = chunk.subarray(at, at + maxStep);
        yield step;
        taken += step.length;
        onTaken(taken);
      }
    }
  }
}

/** A form as a Blob: what can be sent where `fetch` is all there is. A stream is read to its end for that. */
export async function formAsBlob({ contentType: type, pieces }: Form, signal: AbortSignal): Promise<Blob> {
  const parts: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  for (const piece of pieces) {
    if (piece instanceof Uint8Array || piece instanceof Blob) parts.push(piece);
    // Copied, since the next chunk may be written over this one.
    else for await (const chunk of readFile(piece, signal)) parts.push(new Uint8Array(chunk));
  }
  return new Blob(parts, { type });
}

/** A file's bytes, and not one more or less than it was said to have: the answer to such a form would be a riddle. */
async function* readFile(file: Blob | ByteSource, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { size } = file;
  let read = 0;
  const stream = file instanceof Blob ? file.stream() : file.open();
  // Readers keep their locks: a stream that was sent has nothing left to send.
  if (stream.locked) throw new UnreadableError('its stream is being read elsewhere, or was sent before');
  const reader = stream.getReader();
  // Not waited for: whoever made the stream may take its time. What it says then changes nothing.
  const letGo = () => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', letGo, { once: true });
  if (signal.aborted) letGo();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new UnreadableError('it could not be read to its end', { cause });
      });
      if (done) break;
      if (!(value instanceof Uint8Array)) throw new UnreadableError('it must hold Uint8Array');
      read += value.length;
      if (size !== undefined && read > size) break;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', letGo);
    letGo();
  }
  if (size === undefined && read === 0) throw new UnreadableError('it holds no bytes');
  if (size !== undefined && read !== size) {
    throw new UnreadableError(`it was said to hold ${size} bytes and holds ${read > size ? 'more' : read}`);
  }
}
