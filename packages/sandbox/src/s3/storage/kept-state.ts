import { basename, join } from 'node:path';
import { Documents } from '../../data-dir/documents.ts';
import { Bucket, type Keeper } from './bucket.ts';
import {
  type KeptBucket,
  type KeptObject,
  type KeptPiece,
  type KeptUpload,
  keptBucket,
  keptObject,
  keptUpload,
} from './kept-documents.ts';
import type { Piece } from './piece.ts';
import { PieceStore } from './piece-store.ts';
import type { StoredObject, StoredPart, Upload } from './stored-object.ts';

/**
 * Keeps the state of a store in a folder: a document for each bucket, object and upload, a file for each piece.
 *
 * A piece is written before the document that names it, and removed after it: a process that dies in between leaves
 * a file that nobody names, which the next start removes.
 */
export class KeptState implements Keeper {
  readonly pieces: PieceStore;
  readonly #buckets: Documents<KeptBucket>;
  readonly #objects: Documents<KeptObject>;
  readonly #uploads: Documents<KeptUpload>;

  constructor(folder: string) {
    this.pieces = new PieceStore(join(folder, 'pieces'));
    this.#buckets = new Documents(join(folder, 'buckets'), keptBucket);
    this.#objects = new Documents(join(folder, 'objects'), keptObject);
    this.#uploads = new Documents(join(folder, 'uploads'), keptUpload);
  }

  /**
   * What was kept.
   *
   * @throws {DataDirError} a document is damaged.
   */
  load(): Map<string, Bucket> {
    const buckets = new Map<string, Bucket>();
    const pieces = new Map<string, Piece>();
    for (const { name, created, cors } of this.#buckets.load())
      buckets.set(name, new Bucket(name, created, cors));
    // Copies share their pieces.
    const reopen = (kept: readonly KeptPiece[]): Piece[] =>
      kept.map(([file, size]) => {
        const known = pieces.get(file);
        if (known !== undefined) known.users += 1;
        const piece = known ?? this.pieces.reopen(file, size);
        if (file !== '') pieces.set(file, piece);
        return piece;
      });
    for (const { bucket, ...object } of this.#objects.load())
      buckets.get(bucket)?.put({ ...object, pieces: reopen(object.pieces) });
    for (const { bucket, parts, ...upload } of this.#uploads.load()) {
      const opened = parts.map((part): [number, StoredPart] => [
        part.number,
        { ...part, pieces: reopen(part.pieces) },
      ]);
      buckets.get(bucket)?.putUpload({ ...upload, parts: new Map(opened) });
    }
    this.pieces.keepOnly(new Set(pieces.keys()));
    for (const bucket of buckets.values()) bucket.keepIn(this);
    return buckets;
  }

  bucket({ name, created, cors }: Bucket): void {
    this.#buckets.save(name, { name, created, cors });
  }

  bucketGone({ name }: Bucket): void {
    this.#buckets.remove(name);
  }

  object({ name: bucket }: Bucket, object: StoredObject): void {
    this.#objects.save(`${bucket}/${object.key}`, { ...object, bucket, pieces: keptPieces(object.pieces) });
  }

  objectGone({ name }: Bucket, key: string): void {
    this.#objects.remove(`${name}/${key}`);
  }

  upload({ name: bucket }: Bucket, upload: Upload): void {
    const parts = Array.from(upload.parts.values(), (part) => ({ ...part, pieces: keptPieces(part.pieces) }));
    this.#uploads.save(upload.id, { ...upload, bucket, parts });
  }

  uploadGone(_bucket: Bucket, { id }: Upload): void {
    this.#uploads.remove(id);
  }
}

function keptPieces(pieces: readonly Piece[]): KeptPiece[] {
  return pieces.map(({ content, size }) => [!('path' in content) ? '' : basename(content.path), size]);
}
