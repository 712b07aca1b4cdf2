import { UploadError } from '../errors.ts';
import type { Content } from './upload-body.ts';

/**
 * Whether `fetch` streams a body whose size it is told. Browsers do not: they let nobody set Content-Length, and S3
 * takes no upload of unknown size. They get a Blob, which they read piece by piece too, but without saying how far.
 */
export const CAN_STREAM: boolean = new Request('http://localhost', {
  method: 'PUT',
  headers: { 'content-length': '0' },
}).headers.has('content-length');

/** Bytes between two reports of progress. */
const PIECE = 65_536;

/** A body on its way: what `fetch` is given, and what went wrong while it read. */
export interface OpenBody {
  readonly init: Blob | ReadableStream<Uint8Array>;
  /** The caller's own error, or that the body was not what it said. */
  readonly failure: () => { readonly error: unknown } | undefined;
  /** Tells how many bytes of the content have gone out; keeps what the listener throws as the failure. */
  readonly report: (sent: number) => void;
  /** Lets go of the body, read to its end or not. */
  readonly close: () => void;
}

/** Opens a body for one attempt, `head` and `tail` around it, and counts what of the content goes out. */
export async function openBody(
  content: Content,
  { head, tail }: { readonly head?: Uint8Array<ArrayBuffer>; readonly tail?: Uint8Array<ArrayBuffer> },
  onSent: (bytes: number) => void,
  attempt: number,
): Promise<OpenBody> {
  let failure: { readonly error: unknown } | undefined;
  const bodyFailed = (message: string, options?: ErrorOptions): { error: unknown } => ({
    error: new UploadError('BodyFailed', attempt, message, options),
  });

  const sizeFailure = (said: number, held: number) =>
    bodyFailed(
      `The stream was said to hold ${said} bytes and holds ${held > said ? 'more' : `only ${held}`}`,
    );

  async function* read(source: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
    if (head) yield head;
    let sent = 0;
    for (;;) {
      const { done, value } = await source.read().catch((cause: unknown) => {
        failure = bodyFailed('The body could not be read to its end', { cause });
        throw cause;
      });
      if (done) break;
      if (!(value instanceof Uint8Array)) {
        failure = bodyFailed(`The stream must hold Uint8Array, not ${typeof value}`);
        throw failure.error;
      }
      // In pieces, since a chunk may be the whole body, and nobody would see it move.
      for (let at = 0; at < value.byteLength && sent <= content.size; at += PIECE) {
        const piece = value.subarray(at, at + PIECE);
        sent += piece.byteLength;
        if (sent > content.size) break;
        yield piece;
        report(sent);
      }
      if (sent > content.size) break;
    }
    if (sent !== content.size) {
      failure = sizeFailure(content.size, sent);
      throw failure.error;
    }
    if (tail) yield tail;
  }

  function report(sent: number): void {
    try {
      onSent(sent);
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  report(0);
  const common = { failure: () => failure, report };
  if (!CAN_STREAM) {
    const blob = content.blob ?? (await new Response(content.stream()).blob());
    if (blob.size !== content.size) throw sizeFailure(content.size, blob.size).error;
    return { init: new Blob([head ?? '', blob, tail ?? '']), close: () => {}, ...common };
  }
  const source = content.stream().getReader();
  // Not waited for: whoever made the stream may take its time, and its answer changes nothing.
  const close = () => void source.cancel().catch(() => {});
  return { init: streamOf(read(source), close), close, ...common };
}

function streamOf(parts: AsyncGenerator<Uint8Array>, close: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: close,
    },
    // Nothing is read ahead of the network, so that what is counted is what goes out.
    { highWaterMark: 0 },
  );
}
