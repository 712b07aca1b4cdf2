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
 * The bytes of a source, as a stream of the web.
 *
 * @throws {@link ResultParseError} `BadResponse` for a response that is not ok.
 */
export function streamOf(source: ResultSource): ReadableStream<Uint8Array> {
  if ('getReader' in source) return source;
  if (Symbol.asyncIterator in source) return iteratorStream(source[Symbol.asyncIterator]());
  if ('stream' in source) return source.stream();
  if (!source.ok) {
    throw new ResultParseError('BadResponse', [{ path: '', expected: `status 2xx, not ${source.status}` }]);
  }
  return source.body ?? new Blob([]).stream();
}

/** `ReadableStream.from`, which not every browser has. */
export function iteratorStream(iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
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
