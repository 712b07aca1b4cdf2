import { concatBytes } from './concat-bytes.ts';
import { ResultParseError } from './result-parse-error.ts';
import { iteratorStream } from './result-source.ts';

/** Gzip begins so (RFC 1952, section 2.3.1); JSON text never does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The same chunks, decompressed if they are gzip.
 *
 * @throws {@link ResultParseError} `InvalidGzip` for gzip that is damaged or cut off. An error of the chunks is thrown as it is.
 */
export async function* decompressed(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
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
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
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
    head = concatBytes([head, value]);
  }
  return head;
}
