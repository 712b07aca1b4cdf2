import type { ObjectStore } from './storage/object-store.ts';

/** An object as it is shown to whoever runs the sandbox. */
export interface ObjectRecord {
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  readonly lastModified: Date;
}

/** Every object of every bucket, oldest first. */
export function objectRecords({ buckets }: ObjectStore): ObjectRecord[] {
  return buckets
    .flatMap((bucket) =>
      bucket.keys.flatMap((key) => {
        const object = bucket.get(key);
        return object === undefined
          ? []
          : {
              bucket: bucket.name,
              key,
              size: object.size,
              contentType: object.headers['content-type'] ?? '',
              lastModified: new Date(object.modified),
            };
      }),
    )
    .sort((a, b) => a.lastModified.getTime() - b.lastModified.getTime());
}
