import { createSigner } from '@x/s3-presign/signer';
import { bucket, type S3Server } from './s3-servers.ts';

/** Uploads that are under way at any time. */
export const AT_ONCE = 8;
export const KEYS = 100;

/** What is uploaded in a round. */
export interface Uploads {
  /** Of each object, in bytes. */
  readonly size: number;
  readonly requests: number;
}

/** Sends one PUT, and resolves to the status of the answer once all of that is read. */
export type Put = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
) => Promise<number | undefined>;

/** PUTs per second through presigned URLs, which are made before. */
export async function putRate(
  { url: endpoint, region, credentials }: Omit<S3Server, 'stop'>,
  put: Put,
  { size, requests }: Uploads,
): Promise<number> {
  const signer = createSigner({ bucket, region, endpoint, forcePathStyle: true, ...credentials });
  const urls = Array.from({ length: requests }, (_, at) => signer.put(`results/${at % KEYS}.json`).url);
  const body = Buffer.alloc(size, 'x');
  const headers = { 'content-length': String(size), 'content-type': 'application/json' };
  const start = performance.now();
  const queue = urls.values();
  const worker = async () => {
    for (const url of queue) {
      const status = await put(url, headers, body);
      if (status !== 200) throw new Error(`answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return requests / ((performance.now() - start) / 1000);
}
