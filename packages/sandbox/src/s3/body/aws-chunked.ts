import { createHash } from 'node:crypto';
import { type ChunkVerifier, Refusal } from '@x/s3-presign/verify';
import { s3Error } from '../s3-fault.ts';
import { ByteReader, incomplete } from './byte-reader.ts';

/** What is needed to take a chunked body apart. */
export interface ChunkedBody {
  /** For bodies whose chunks are signed. */
  readonly verifier: ChunkVerifier | undefined;
  /** Fewest bytes of a chunk, but for the last. */
  readonly minChunk: number;
  /** Filled with the headers behind the last chunk, names in lower case. */
  readonly trailers: Map<string, string>;
  /** Told of what S3 would refuse. */
  readonly object: (refusal: Refusal) => void;
}

/**
 * The bytes in an `aws-chunked` body. Those of a chunk are handed on before its signature is looked at, so nothing may be
 * made of them before the end.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @throws S3Fault when the body ends before its last chunk.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  { verifier, minChunk, trailers, object }: ChunkedBody,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  let before = minChunk;
  for (let chunk = 1; ; chunk++) {
    const [, size, signature] = CHUNK_HEAD.exec((await reader.line()) ?? '') ?? [];
    if (size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    if (before < minChunk && length > 0) object(smallChunk(chunk, before, minChunk));
    before = length;
    const hash = verifier && createHash('sha256');
    for await (const bytes of reader.bytes(length)) {
      hash?.update(bytes);
      yield bytes;
    }
    if (hash !== undefined && !verifier?.chunk(hash.digest('hex'), signature ?? ''))
      object(wrongChunk('chunk-signature'));
    if (length === 0) break;
    if ((await reader.line()) !== '') throw incomplete();
  }
  await readTrailers(reader, { verifier, trailers, object });
}

/** As recorded, the number is that of the chunk behind the small one: versitygw#1683. */
function smallChunk(behind: number, size: number, least: number): Refusal {
  return s3Error(
    403,
    'InvalidChunkSizeError',
    `Only the last chunk is allowed to have a size less than ${least} bytes`,
    { Chunk: String(behind), BadChunkSize: String(size) },
  );
}

const CHUNK_HEAD = /^([0-9a-f]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/i;

async function readTrailers(
  reader: ByteReader,
  { verifier, trailers, object }: Omit<ChunkedBody, 'minChunk'>,
): Promise<void> {
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const signature = trailers.get(SIGNATURE);
  trailers.delete(SIGNATURE);
  if (verifier === undefined || (signature === undefined && trailers.size === 0)) return;
  const hash = createHash('sha256');
  for (const [name, value] of trailers) hash.update(`${name}:${value}\n`);
  if (!verifier.trailer(hash.digest('hex'), signature ?? '')) object(wrongChunk(SIGNATURE));
}

const SIGNATURE = 'x-amz-trailer-signature';

function wrongChunk(name: string): Refusal {
  return new Refusal({
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    culprit: { kind: 'signature', name },
  });
}
