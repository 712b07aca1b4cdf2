import { base64, type ChecksumName, checksumName, startChecksum } from '../body/checksum.ts';
import { type Piece, readPieces } from '../storage/piece.ts';
import type { Upload } from '../storage/stored-object.ts';

/** The checksum of an upload, if one was announced when it began. */
export function checksumOfUpload({ checksum }: Pick<Upload, 'checksum'>): ChecksumName | undefined {
  return checksum && checksumName(checksum.algorithm);
}

/** The checksum that each part must have, since that of the upload is made of theirs. */
export function checksumOfParts(upload: Pick<Upload, 'checksum'>): ChecksumName | undefined {
  return upload.checksum?.type === 'COMPOSITE' ? checksumOfUpload(upload) : undefined;
}

/** The checksum of bytes that are stored already, in base64. */
export async function sumOf(pieces: readonly Piece[], name: ChecksumName): Promise<string> {
  const sum = startChecksum(name);
  for await (const chunk of readPieces(pieces)) sum.update(chunk);
  return base64(await sum.digest());
}
