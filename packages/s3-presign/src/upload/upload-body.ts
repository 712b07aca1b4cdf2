import { checkSize } from '../check/check-size.ts';
import { InvalidInputError } from '../errors.ts';

/**
 * What can be uploaded. A file of Node.js comes as a Blob: `await openAsBlob(path)`, which reads it piece by piece; a
 * stream of Node.js as `Readable.toWeb(stream)`.
 */
export type UploadBody = Blob | ArrayBuffer | ArrayBufferView | string | ByteStream;

/** A `ReadableStream` of bytes, by its shape: TypeScript knows those of browsers and of Node.js by different types. */
export interface ByteStream {
  readonly locked: boolean;
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** A body of known size, in a form that can be opened. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Media type that a Blob states, or empty. */
  readonly type: string;
  /** Name that a `File` has. */
  readonly name: string | undefined;
  /** Given when it can be read again and again; a stream can be read once. */
  readonly blob: Blob | undefined;
  readonly stream: () => ReadableStream<Uint8Array>;
}

/**
 * @param contentLength - Bytes that the sender states, or that are signed.
 * @throws InvalidInputError `InvalidContentLength` for a stream of unknown size, which S3 does not take, and for a body
 * of another size than stated.
 */
export function checkBody(body: UploadBody, contentLength: number | undefined): Content {
  if (contentLength !== undefined && typeof contentLength !== 'number')
    throw new InvalidInputError(
      'InvalidContentLength',
      'contentLength',
      'contentLength must be a number of bytes',
    );
  const size = contentLength === undefined ? undefined : checkSize(contentLength, 'contentLength');
  if (body instanceof ReadableStream) {
    if (size === undefined)
      throw new InvalidInputError(
        'InvalidContentLength',
        'contentLength',
        'A stream needs contentLength, its size in bytes: S3 takes no upload of unknown size',
      );
    if (body.locked)
      throw new InvalidInputError('InvalidOption', 'body', 'The stream is being read by somebody else');
    return { size, type: '', name: undefined, blob: undefined, stream: () => body };
  }
  const blob = toBlob(body);
  checkSize(blob.size, 'body');
  if (size !== undefined && size !== blob.size)
    throw new InvalidInputError(
      'InvalidContentLength',
      'body',
      `The body has ${blob.size} bytes and must have ${size}: S3 would refuse it`,
    );
  const name = 'name' in blob && typeof blob.name === 'string' ? blob.name : undefined;
  return { size: blob.size, type: blob.type, name, blob, stream: () => blob.stream() };
}

function toBlob(body: UploadBody): Blob {
  if (body instanceof Blob) return body;
  if (typeof body === 'string' || body instanceof ArrayBuffer) return new Blob([body]);
  if (ArrayBuffer.isView(body)) return new Blob([bytesOf(body)]);
  throw new InvalidInputError(
    'InvalidOption',
    'body',
    `The body must be a Blob, bytes, a string or a web ReadableStream, not ${body === null ? 'null' : typeof body}`,
  );
}

/** The bytes of a view; of shared memory a copy, since browsers take none into a Blob. */
function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}
