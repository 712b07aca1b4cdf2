import { decompressed } from './decompressed.ts';
import { type ResultSource, streamOf } from './result-source.ts';

/**
 * The bytes of a source, chunk by chunk, decompressed if they are gzip.
 *
 * @throws {@link ResultParseError} `BadResponse` for a response that is not ok, `InvalidGzip` for damaged gzip. An error
 * of the source itself, and the reason of an abort, are thrown as they are.
 */
export async function* bytesOf(source: ResultSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const reader = streamOf(source).getReader();
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener('abort', cancel);
  try {
    yield* decompressed(chunksOf(reader));
    signal?.throwIfAborted();
  } catch (error) {
    // A read that was cut off looks like an early end.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    // Whoever stops reading wants no more of it.
    cancel();
  }
}

async function* chunksOf(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
