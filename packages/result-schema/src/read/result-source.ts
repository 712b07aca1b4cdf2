import { ResultParseError } from './result-parse-error.ts';

/** What a result can be read from: a file, a response, or a stream of its bytes, such as the `Body` of an S3 answer. */
export type ResultSource = Blob | Response | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Tells a {@link ResultSource}, of any realm, from a document: no JSON has functions. */
export function isResultSource(input: unknown): input is ResultSource {
  if (typeof input !== 'object' || input === null) return false;
  return ['getReader', Symbol.asyncIterator, 'arrayBuffer'].some(
    (name) => typeof (input as Record<PropertyKey, unknown>)[name] === 'function',
  );
}

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

function streamOf(source: ResultSource): ReadableStream<Uint8Array> {
  if ('getReader' in source) return source;
  if (Symbol.asyncIterator in source) return iteratorStream(source[Symbol.asyncIterator]());
  if ('stream' in source) return source.stream();
  if (!source.ok) {
    throw new ResultParseError('BadResponse', [{ path: '', expected: `status 2xx, not ${source.status}` }]);
  }
  return source.body ?? new Blob([]).stream();
}

/** `ReadableStream.from`, which not every browser has. */
function iteratorStream(iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** Gzip begins so (RFC 1952, section 2.3.1); JSON text never does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* decompressed(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const head = await firstBytes(chunks, 2);
  if (!isGzip(head)) {
    yield head;
    yield* chunks;
    return;
  }
  let failure: { readonly error: unknown } | undefined;
  async function* compressed(): AsyncGenerator<Uint8Array> {
    yield head;
    try {
      yield* chunks;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  const reader = gunzip(iteratorStream(compressed())).getReader();
  try {
    yield* chunksOf(reader);
  } catch {
    if (failure) throw failure.error;
    throw new ResultParseError('InvalidGzip');
  } finally {
    reader.cancel().catch(() => {});
  }
}

function gunzip(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  // The compiler's types tell memory that is shared from memory that is not; streams only ever hand over the latter.
  return (stream as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new DecompressionStream('gzip'));
}

/** The first chunks in one, until there are as many bytes or no more. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>, count: number): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < count) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    head = concat([head, value]);
  }
  return head;
}

/** Pieces in one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
