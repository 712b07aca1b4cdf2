import { OPEN_CORS } from '../cors/cors-rule.ts';
import { Bucket } from './bucket.ts';
import { KeptState } from './kept-state.ts';
import { PieceStore } from './piece-store.ts';

/** Where the buckets are. */
export class ObjectStore {
  readonly pieces: PieceStore;
  readonly #buckets: Map<string, Bucket>;
  readonly #kept: KeptState | undefined;

  /** @param folder - Everything is kept there, and is there again after a restart. Without it, nothing outlives this. */
  constructor(folder?: string) {
    this.#kept = folder === undefined ? undefined : new KeptState(folder);
    this.pieces = this.#kept?.pieces ?? new PieceStore();
    this.#buckets = this.#kept?.load() ?? new Map();
  }

  get buckets(): readonly Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** Makes a bucket, or answers the one there is. Pages of every origin may use it, until its rules are changed. */
  create(name: string, created: Date): Bucket {
    const existing = this.#buckets.get(name);
    if (existing !== undefined) return existing;
    const bucket = new Bucket(name, created.getTime(), OPEN_CORS);
    if (this.#kept !== undefined) bucket.keepIn(this.#kept);
    this.#kept?.bucket(bucket);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  delete(bucket: Bucket): void {
    for (const { id } of bucket.uploads) bucket.endUpload(id);
    this.#kept?.bucketGone(bucket);
    this.#buckets.delete(bucket.name);
  }

  stop(): Promise<void> {
    return this.pieces.stop();
  }
}
