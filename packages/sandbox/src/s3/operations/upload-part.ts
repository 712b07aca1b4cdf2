import { invalidArgument } from '../s3-fault.ts';
import { isInMemory } from '../storage/bytes.ts';
import { placed, readPieces, retain } from '../storage/piece.ts';
import type { StoredPart } from '../storage/stored-object.ts';
import { copyResult, copySource } from './copy-object.ts';
import { existingBucket } from './existing.ts';
import { existingUpload } from './existing-upload.ts';
import type { Call, Operation, S3Context } from './operation.ts';
import { checkLength } from './put-object.ts';
import { xmlAnswer } from './xml-answer.ts';

/** Most parts of an upload. */
export const MAX_PARTS = 10_000;

export const uploadPart: Operation = async (s3, call) => {
  const number = partNumber(call);
  existingUpload(s3, call);
  checkLength(call.headers);
  const { bytes, checksums } = await call.body();
  const { piece, md5 } = await s3.store.pieces.write(bytes);
  const part = { number, size: piece.size, etag: md5, checksums, pieces: [piece] };
  const { etag } = addPart(s3, call, part);
  const headers: Record<string, string> = { etag: `"${etag}"` };
  for (const [name, value] of Object.entries(checksums)) headers[`x-amz-checksum-${name}`] = value;
  return { status: 200, headers };
};

/** A part that is a copy of another object, or of a range of it. */
export const uploadPartCopy: Operation = async (s3, call) => {
  const number = partNumber(call);
  existingUpload(s3, call);
  const { object } = copySource(s3.store, call.headers);
  const range = call.headers['x-amz-copy-source-range'];
  if (range === undefined) {
    const { size, etag, pieces } = object;
    // Whose parts' ETags an object's is made of, it cannot serve as a part's.
    if (!etag.includes('-'))
      return partCopied(addPart(s3, call, { number, size, etag, checksums: {}, pieces: retain(pieces) }));
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? `bytes=0-${object.size - 1}`) ?? [];
  if (first === undefined || Number(last) < Number(first) || Number(last) >= object.size)
    throw invalidArgument(
      'x-amz-copy-source-range',
      range ?? '',
      `Range specified is not valid for source object of size: ${object.size}`,
    );
  const bytes = readPieces(object.pieces, Number(first), Number(last) + 1);
  // A copy: a part must not keep all of the object in memory that it is a range of.
  const { piece, md5 } = await s3.store.pieces.write(isInMemory(bytes) ? [Buffer.concat(bytes)] : bytes);
  const part = { number, size: piece.size, etag: md5, checksums: {}, pieces: [piece] };
  return partCopied(addPart(s3, call, part));
};

const partCopied = (part: StoredPart) => xmlAnswer('CopyPartResult', copyResult(part));

/** Puts a part into its upload, which may have ended while the part came. */
function addPart(s3: S3Context, call: Call, part: Omit<StoredPart, 'modified'>): StoredPart {
  const added = { ...part, modified: s3.now().getTime() };
  placed(part.pieces, () => {
    const upload = existingUpload(s3, call);
    existingBucket(s3.store, call.address).putUpload(upload, added);
  });
  return added;
}

function partNumber({ address }: Call): number {
  const text = address.parameters.get('partNumber') ?? '';
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > MAX_PARTS)
    throw invalidArgument(
      'partNumber',
      text,
      'Part number must be an integer between 1 and 10000, inclusive',
    );
  return number;
}
