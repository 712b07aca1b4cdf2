import { gunzipSync } from 'node:zlib';
import { getMultipartBoundary, MultipartParseError, parseMultipart } from '@remix-run/multipart-parser';
import { readBody } from '../read-body.ts';
import { ApiError, type BadRequest, refuse, tooLarge } from './api-error.ts';

/** A multipart form, read into memory. Unknown fields are kept and ignored. */
export interface Form {
  /**
   * The last value of a text field, as Django reads it; `undefined` if it is missing or empty.
   *
   * @throws {BadRequest} not UTF-8.
   */
  text(name: string): string | undefined;
  /**
   * Every value of a text field that is not empty.
   *
   * @throws {BadRequest} one is not UTF-8.
   */
  texts(name: string): readonly string[];
  /** Every text field, in order; what is not UTF-8 is replaced. Holds secrets: presigned URLs and form fields. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The bytes of a file, unpacked if they were gzip. `undefined` if it is missing. */
  file(name: string): Uint8Array<ArrayBuffer> | undefined;
}

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
  if (!boundary || !request.body) throw malformed('Invalid boundary');
  const body = await readBody(request, maxBytes);
  if (body === undefined) throw tooLarge(maxBytes);

  const { texts, files } = readParts(fromFirstPart(body, boundary), boundary);
  const textsOf = (name: string): string[] => texts.filter((field) => field.name === name).map(toText);
  return {
    get fields() {
      return texts.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)] as const);
    },
    text: (name) => textsOf(name).at(-1) || undefined,
    texts: (name) => textsOf(name).filter((value) => value !== ''),
    file(name) {
      const bytes = files.get(name);
      return bytes && unpack(name, bytes, maxBytes);
    },
  };
}

const malformed = (why: string): BadRequest => refuse('body', `Multipart form parse error - ${why}.`);

/** Whatever stands before the first boundary is for people: RFC 2046, section 5.1.1. */
function fromFirstPart(body: Buffer, boundary: string): Buffer {
  const opening = Buffer.from(`--${boundary}`);
  if (body.subarray(0, opening.length).equals(opening)) return body;
  const lineEnd = body.indexOf(`\n--${boundary}`);
  // Without a boundary it is no form, which the parser says.
  return lineEnd === -1 ? body : body.subarray(lineEnd + 1);
}

interface Field {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function readParts(body: Buffer, boundary: string) {
  const texts: Field[] = [];
  const files = new Map<string, Uint8Array>();
  const limits = { boundary, maxFileSize: body.length, maxTotalSize: body.length, maxParts: 100 };
  try {
    for (const { name = '', isFile, bytes } of parseMultipart(body, limits)) {
      if (isFile) files.set(name, bytes);
      else texts.push({ name, bytes });
    }
  } catch (error) {
    if (error instanceof MultipartParseError) throw malformed(error.message);
    if (isNotUtf8(error)) throw malformed('A header is not in UTF-8');
    throw error;
  }
  return { texts, files };
}

function toText({ name, bytes }: Field): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse(name, 'Value must be text in UTF-8.');
  }
}

const isNotUtf8 = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

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
