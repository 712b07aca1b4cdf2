import { type ChecksumName, checksumName } from '../body/checksum.ts';
import type { Upload } from '../storage/stored-object.ts';

/** The checksum of an upload, if one was announced when it began. */
export function checksumOfUpload({ checksum }: Pick<Upload, 'checksum'>): ChecksumName | undefined {
  return checksum && checksumName(checksum.algorithm);
}

/** The checksum that each part must have, since that of the upload is made of theirs. */
export function checksumOfParts(upload: Pick<Upload, 'checksum'>): ChecksumName | undefined {
  return upload.checksum?.type === 'COMPOSITE' ? checksumOfUpload(upload) : undefined;
}
