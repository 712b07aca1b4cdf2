import { createSigner } from '@x/s3-presign/signer';
import { measure } from 'mitata';
import { bucket, credentials, expiresIn, nextKey, region } from './setup.ts';

// Run by Bun: its own presigning, in native code, beside ours. Prints nanoseconds as JSON.

interface BunGlobal {
  readonly version: string;
  readonly S3Client: new (
    options: object,
  ) => { presign(key: string, options: { method: 'PUT'; expiresIn: number }): string };
}

const bun = (globalThis as unknown as { readonly Bun: BunGlobal }).Bun;
const native = new bun.S3Client({ bucket, region, ...credentials });
const signer = createSigner({ bucket, region, ...credentials });
const best = async (call: () => unknown) =>
  Math.min(...[(await measure(call)).p50, (await measure(call)).p50, (await measure(call)).p50]);

console.log(
  JSON.stringify({
    version: bun.version,
    native: await best(() => native.presign(nextKey(), { method: 'PUT', expiresIn })),
    ours: await best(() => signer.put(nextKey(), { expiresIn }).url),
  }),
);
