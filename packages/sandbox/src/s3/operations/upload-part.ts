import { fault, invalidArgument } from '../s3-fault.ts';
import { placed, retain } from '../storage/piece.ts';
import type { Checksums, StoredPart, Upload } from '../storage/stored-object.ts';
import { copyBytes } from './copy-bytes.ts';
import { copyResult, copySource } from './copy-object.ts';
import { checkPartKey } from './customer-key.ts';
import { withEncryption } from './encryption-headers.ts';
import { existingBucket } from './existing.ts';
import { existingUpload } from './existing-upload.ts';
import type { Call, Operation, S3Context } from './operation.ts';
import { checkLength } from './put-object.ts';
import { checksumOfParts, checksumOfUpload, sumOf } from './upload-checksum.ts';
import { xmlAnswer } from './xml-answer.ts';

/** Most parts of an upload. */
export const MAX_PARTS = 10_000;

export const uploadPart: Operation = async (s3, call) => {
  const number = partNumber(call);
  const begun = existingUpload(s3, call);
  checkPartKey(begun, call.headers);
  checkLength(call.headers, s3.rules);
  const { bytes, checksums } = await call.body();
  const { piece, md5 } = await s3.store.pieces.write(bytes);
  const pieces = [piece];
  const sums = { ...checksums, ...(await missingSum(begun, checksums, pieces)) };
  const { etag } = addPart(s3, call, { number, size: piece.size, etag: md5, checksums: sums, pieces });
  const headers: Record<string, string> = { etag: `"${etag}"` };
  for (const [name, value] of Object.entries(sums)) headers[`x-amz-checksum-${name}`] = value;
  return { status: 200, headers: withEncryption(headers, begun.headers) };
};

/** S3 has the checksum that an upload began with of every part, also of one that came without: floci-io/floci#3093. */
async function missingSum(
  upload: Upload,
  checksums: Checksums,
  pieces: StoredPart['pieces'],
): Promise<Checksums> {
  const name = checksumOfUpload(upload);
  // What the upload's own is made of must be sent.
  if (name === undefined || name in checksums || checksumOfParts(upload) !== undefined) return {};
  return { [name]: await sumOf(pieces, name) };
}

/** A part that is a copy of another object, or of a range of it, with the checksum of its upload. */
export const uploadPartCopy: Operation = async (s3, call) => {
  const number = partNumber(call);
  const upload = existingUpload(s3, call);
  checkPartKey(upload, call.headers);
  const name = checksumOfUpload(upload);
  const { object } = copySource(s3, call.headers);
  const range = call.headers['x-amz-copy-source-range'];
  const { size, etag, parts, pieces } = object;
  // An object that came in parts has an ETag that is made of theirs, and no part's.
  if (range === undefined && name === undefined && parts === undefined)
    return copied(upload, addPart(s3, call, { number, size, etag, checksums: {}, pieces: retain(pieces) }));
  const names = name === undefined ? [] : [name];
  const content = await copyBytes(s3, object, names, range === undefined ? undefined : extent(range, size));
  return copied(upload, addPart(s3, call, { number, ...content }));
};

function extent(range: string, size: number): [start: number, end: number] {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || Number(last) < Number(first) || Number(last) >= size)
    throw invalidArgument(
      'x-amz-copy-source-range',
      range,
      `Range specified is not valid for source object of size: ${size}`,
    );
  return [Number(first), Number(last) + 1];
}

const copied = ({ headers }: Upload, part: StoredPart) =>
  xmlAnswer('CopyPartResult', copyResult(part), withEncryption({}, headers));

/** Puts a part into its upload, which may have ended while the part came. */
function addPart(s3: S3Context, call: Call, part: Omit<StoredPart, 'modified'>): StoredPart {
  const added = { ...part, modified: call.now().getTime() };
  placed(part.pieces, () => {
    const upload = existingUpload(s3, call);
    checkChecksum(upload, part);
    existingBucket(s3.store, call.address).putUpload(upload, added);
  });
  return added;
}

/** S3 takes no part without the checksum that it needs to make the upload's of: scality/cloudserver#6188. */
function checkChecksum(upload: Upload, { checksums }: Pick<StoredPart, 'checksums'>): void {
  const required = checksumOfParts(upload);
  if (required === undefined || checksums[required] !== undefined) return;
  const [given = 'null'] = Object.keys(checksums);
  throw fault(
    400,
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${required}, actual checksum Type: ${given}`,
  );
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
