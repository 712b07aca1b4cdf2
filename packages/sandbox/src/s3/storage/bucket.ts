import type { CorsRule } from '../cors/cors-rule.ts';
import { byKey } from './key-order.ts';
import { release } from './piece.ts';
import type { StoredObject, StoredPart, Upload } from './stored-object.ts';

/** What is told of every change, so that it can be kept. */
export interface Keeper {
  bucket(bucket: Bucket): void;
  object(bucket: Bucket, object: StoredObject): void;
  objectGone(bucket: Bucket, key: string): void;
  upload(bucket: Bucket, upload: Upload): void;
  uploadGone(bucket: Bucket, upload: Upload): void;
}

/** The objects of a bucket, and the uploads that are to become some. All changes are made at once, or not at all. */
export class Bucket {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  #keeper: Keeper | undefined;
  readonly #objects = new Map<string, StoredObject>();
  readonly #uploads = new Map<string, Upload>();
  #cors: readonly CorsRule[];
  #sorted: readonly string[] | undefined;

  constructor(name: string, created: number, cors: readonly CorsRule[]) {
    this.name = name;
    this.created = created;
    this.#cors = cors;
  }

  /** From now on, tells of its changes. */
  keepIn(keeper: Keeper): void {
    this.#keeper = keeper;
  }

  /** Empty: pages of other origins may do nothing. */
  get cors(): readonly CorsRule[] {
    return this.#cors;
  }

  set cors(rules: readonly CorsRule[]) {
    this.#cors = rules;
    this.#keeper?.bucket(this);
  }

  get uploads(): Iterable<Upload> {
    return this.#uploads.values();
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** All keys, as S3 sorts them. */
  get keys(): readonly string[] {
    this.#sorted ??= [...this.#objects.keys()].sort(byKey);
    return this.#sorted;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Makes an object visible, in the place of one with its key. */
  put(object: StoredObject): void {
    this.#keeper?.object(this, object);
    const before = this.#objects.get(object.key);
    this.#objects.set(object.key, object);
    if (before === undefined) this.#sorted = undefined;
    else release(before.pieces);
  }

  /** Replaces what is said of an object; its bytes stay. */
  change(object: StoredObject): void {
    this.#keeper?.object(this, object);
    this.#objects.set(object.key, object);
  }

  delete(key: string): void {
    const object = this.#objects.get(key);
    if (object === undefined) return;
    this.#keeper?.objectGone(this, key);
    this.#objects.delete(key);
    this.#sorted = undefined;
    release(object.pieces);
  }

  upload(id: string): Upload | undefined {
    return this.#uploads.get(id);
  }

  /** Begins an upload, or gives one another part in the place of one with its number. */
  putUpload(upload: Upload, part?: StoredPart): void {
    const before = part && upload.parts.get(part.number);
    const parts = part === undefined ? upload.parts : new Map(upload.parts).set(part.number, part);
    const changed = { ...upload, parts };
    this.#keeper?.upload(this, changed);
    this.#uploads.set(upload.id, changed);
    if (before !== undefined) release(before.pieces);
  }

  /** Ends an upload, unless it has ended. Its parts are released: whoever needs one retains it before. */
  endUpload(id: string): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    this.#keeper?.uploadGone(this, upload);
    this.#uploads.delete(id);
    for (const { pieces } of upload.parts.values()) release(pieces);
  }
}
