import { basename, join } from 'node:path';
import type { DataDirError } from '../../data-dir/data-dir-error.ts';
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

/** What is wrong with the document at hand. */
type Damaged = (how: string) => DataDirError;

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
   * @throws {DataDirError} a document is damaged, or names a bucket or a file that is not there as it was.
   */
  load(): Map<string, Bucket> {
    const buckets = new Map<string, Bucket>();
    const pieces = new Map<string, Piece>();
    for (const { name, created, cors } of this.#buckets.load())
      buckets.set(name, new Bucket(name, created, cors));
    const bucketNamed = (name: string, damaged: Damaged): Bucket => {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw damaged(`there is no bucket ${name}`);
      return bucket;
    };
    const reopen = (kept: readonly KeptPiece[], damaged: Damaged): Piece[] =>
      kept.map(([file, size]) => {
        if (file === '') return this.pieces.empty();
        const found = this.pieces.reopen(file, size);
        if (found === undefined) throw damaged(`its file pieces/${file} is not there with its ${size} bytes`);
        // Copies share their pieces.
        const known = pieces.get(file);
        if (known !== undefined) known.users += 1;
        pieces.set(file, known ?? found);
        return known ?? found;
      });
    for (const { bucket, ...object } of this.#objects.load()) {
      const damaged: Damaged = (how) => this.#objects.damaged(`${bucket}/${object.key}`, how);
      bucketNamed(bucket, damaged).put({ ...object, pieces: reopen(object.pieces, damaged) });
    }
    for (const { bucket, parts, ...upload } of this.#uploads.load()) {
      const damaged: Damaged = (how) => this.#uploads.damaged(upload.id, how);
      const opened = parts.map((part): [number, StoredPart] => [
        part.number,
        { ...part, pieces: reopen(part.pieces, damaged) },
      ]);
      bucketNamed(bucket, damaged).putUpload({ ...upload, parts: new Map(opened) });
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
