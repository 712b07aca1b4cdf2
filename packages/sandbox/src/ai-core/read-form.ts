import { gunzipSync } from 'node:zlib';
import {
  getMultipartBoundary,
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  parseMultipartStream,
} from '@remix-run/multipart-parser';
import { ApiError, BadRequest, refuse } from './api-error.ts';

/** A multipart form, read into memory. Unknown fields are kept and ignored. */
export interface Form {
  /** The last value of a text field, as Django reads it; `undefined` if it is missing or empty. */
  text(name: string): string | undefined;
  /** Every value of a text field that is not empty. */
  texts(name: string): readonly string[];
  /** Every text field, in order. Holds secrets: presigned URLs and form fields. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The bytes of a file, unpacked if they were gzip. `undefined` if it is missing. */
  file(name: string): Uint8Array<ArrayBuffer> | undefined;
}

const tooLarge = (maxBytes: number): ApiError =>
  new ApiError(413, { error: `The request is larger than ${maxBytes} bytes.` });

/**
 * Reads a multipart body.
 *
 * @throws {ApiError} 400 not multipart or broken, 413 larger than `maxBytes`, 415 another content type.
 */
export async function readForm(request: Request, maxBytes: number): Promise<Form> {
  const type = request.headers.get('content-type') ?? '';
  const boundary = getMultipartBoundary(type);
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new ApiError(415, { error: 'Unsupported media type in request. Send multipart/form-data.' });
  }
  if (!boundary || !request.body)
    throw new BadRequest(['body : Multipart form parse error - Invalid boundary.']);
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);

  const fields: [string, string][] = [];
  const files = new Map<string, Uint8Array>();
  try {
    const limits = { boundary, maxFileSize: maxBytes, maxTotalSize: maxBytes, maxParts: 100 };
    for await (const part of parseMultipartStream(request.body, limits)) {
      const name = part.name ?? '';
      if (part.isFile) files.set(name, part.bytes);
      else fields.push([name, part.text]);
    }
  } catch (error) {
    if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError) {
      throw tooLarge(maxBytes);
    }
    if (error instanceof MultipartParseError) {
      throw new BadRequest([`body : Multipart form parse error - ${error.message}`]);
    }
    throw error;
  }
  return {
    fields,
    text: (name) => fields.findLast((field) => field[0] === name)?.[1] || undefined,
    texts: (name) => fields.filter((field) => field[0] === name && field[1] !== '').map(([, value]) => value),
    file(name) {
      const bytes = files.get(name);
      return bytes && unpack(name, bytes, maxBytes);
    },
  };
}

/** Clients that compress announce it by no header: only the bytes tell (AI Core wire contract, section 5). */
function unpack(name: string, bytes: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new Uint8Array(bytes);
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: maxBytes }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw refuse(name, 'The file looks like gzip but cannot be unpacked.');
  }
}
