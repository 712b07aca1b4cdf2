import type { S3Request } from './s3-request.ts';

/**
 * The last requests of an S3 of which nobody has asked yet, in columns. As objects with dates, ten thousand of them have the
 * garbage collector run twice as often, for a sixth of the time of uploads of 100 KiB.
 */
export class UnreadRequests {
  readonly #max: number;
  readonly #at: Float64Array;
  readonly #status: Uint16Array;
  readonly #method: string[] = [];
  readonly #bucket: string[] = [];
  readonly #key: string[] = [];
  readonly #signedBy: S3Request['signedBy'][] = [];
  readonly #error: S3Request['error'][] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
    this.#at = new Float64Array(max);
    this.#status = new Uint16Array(max);
  }

  add({ at, status, method, bucket, key, signedBy, error }: S3Request): void {
    const place = this.#count++ % this.#max;
    this.#at[place] = at.getTime();
    this.#status[place] = status;
    this.#method[place] = method;
    this.#bucket[place] = bucket;
    this.#key[place] = key;
    this.#signedBy[place] = signedBy;
    this.#error[place] = error;
  }

  /** All of them as objects, oldest first. */
  all(): S3Request[] {
    const first = Math.max(0, this.#count - this.#max);
    return Array.from({ length: this.#count - first }, (_, at) => this.#read((first + at) % this.#max));
  }

  #read(place: number): S3Request {
    const error = this.#error[place];
    return {
      at: new Date(this.#at[place] ?? Number.NaN),
      method: this.#method[place] ?? '',
      bucket: this.#bucket[place] ?? '',
      key: this.#key[place] ?? '',
      signedBy: this.#signedBy[place] ?? 'nobody',
      ok: error === undefined,
      status: this.#status[place] ?? 0,
      ...(error && { error }),
    };
  }
}
