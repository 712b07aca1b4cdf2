import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { fault } from '../s3-fault.ts';

/** A form whose file is still on its way. */
export interface Form {
  /** The fields before the file, in their order. Those behind it do not count: S3 has stopped reading by then. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly file?: {
    /** The `filename` parameter of its part. */
    readonly name: string | undefined;
    readonly bytes: AsyncIterable<Buffer>;
  };
}

/** More is not kept of a field, in bytes; S3 takes 20 KB of all together. */
const MAX_FIELD = 64 * 1024;

/**
 * Reads a form up to its file.
 *
 * @throws S3Fault when it is none, now or while its file is read.
 */
export async function readForm(request: IncomingMessage): Promise<Form> {
  const { promise, resolve, reject } = Promise.withResolvers<Form>();
  const fields: [string, string][] = [];
  let parser: BusboyInstance;
  try {
    parser = new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      // Every other field is text, also if it comes with a file name; the file is one, also if it comes without.
      isPartAFile: (name) => name?.toLowerCase() === 'file',
      preservePath: true,
      limits: { fieldNameSize: MAX_FIELD, fieldSize: MAX_FIELD, headerPairs: 20 },
    });
  } catch {
    throw malformed();
  }
  parser
    .on('field', (name, value) => fields.push([name, value]))
    .on('file', (_name, stream, name) => {
      // Whoever reads it learns of its errors; a second file, or one that nobody reads, must not end the process.
      stream.on('error', () => {});
      // The parser does not end what it has handed out: its reader would wait for ever.
      goneAway(request, (error) => stream.destroy(error));
      resolve({ fields: [...fields], file: { name, bytes: readFile(stream) } });
    })
    .on('error', () => reject(malformed()))
    .on('finish', () => resolve({ fields }));
  request.pipe(parser);
  goneAway(request, (error) => parser.destroy(error));
  return promise;
}

/** Tells of a client that goes away in the middle of its form. */
function goneAway(request: IncomingMessage, tell: (error: Error) => void): void {
  request.on('close', () => {
    if (!request.complete) tell(new Error('The client went away'));
  });
}

async function* readFile(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch {
    throw malformed();
  }
}

function malformed(): Error {
  const message = 'The body of your POST request is not well-formed multipart/form-data.';
  return fault(400, 'MalformedPOSTRequest', message);
}
