import { createSigner } from '@x/s3-presign/signer';
import { bucket, credentials, nextKey, region } from './setup.ts';

/** What many URLs in a row cost. */
export interface Bulk {
  readonly urls: number;
  readonly nanoseconds: number;
  /** Growth of the heap after a garbage collection, in bytes; URLs are thrown away as they come. */
  readonly heap: number;
}

/** Signs 10³ to 10⁶ URLs with one signer each. Needs `--expose-gc`. */
export function bulk(): Bulk[] {
  const collect = globalThis.gc ?? (() => {});
  run(20_000);
  return [1e3, 1e4, 1e5, 1e6].map((urls) => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const start = process.hrtime.bigint();
    run(urls);
    const nanoseconds = Number(process.hrtime.bigint() - start) / urls;
    collect();
    return { urls, nanoseconds, heap: process.memoryUsage().heapUsed - before };
  });
}

function run(urls: number): void {
  const signer = createSigner({ bucket, region, ...credentials });
  for (let url = 0; url < urls; url++) signer.put(nextKey());
}
