import { base64, type Checksum, type ChecksumName, startChecksum } from '../body/checksum.ts';
import type { Bytes } from '../storage/bytes.ts';
import { readPieces } from '../storage/piece.ts';
import type { StoredObject, StoredPart } from '../storage/stored-object.ts';
import type { S3Context } from './operation.ts';

/**
 * Copies the bytes of an object from `start` up to, not including, `end`, into one piece of their own.
 *
 * @param names - Checksums that the copy is to have.
 */
export async function copyBytes(
  { store }: S3Context,
  { pieces, size }: StoredObject,
  names: readonly ChecksumName[],
  [start, end]: readonly [start: number, end: number] = [0, size],
): Promise<Pick<StoredPart, 'size' | 'etag' | 'checksums' | 'pieces'>> {
  const sums = new Map(names.map((name) => [name, startChecksum(name)]));
  const bytes = readPieces(pieces, start, end);
  const { piece, md5 } = await store.pieces.write(summed(bytes, [...sums.values()]));
  const checksums: Record<string, string> = {};
  for (const [name, sum] of sums) checksums[name] = base64(await sum.digest());
  return { size: piece.size, etag: md5, checksums, pieces: [piece] };
}

/** Hands bytes on, each of which the checksums see. */
async function* summed(bytes: Bytes, sums: readonly Checksum[]): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    for (const sum of sums) sum.update(chunk);
    yield chunk;
  }
}
