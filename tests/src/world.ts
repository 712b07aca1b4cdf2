import { GetObjectCommand, S3Client, waitUntilObjectExists } from '@aws-sdk/client-s3';
import { type AiCoreClient, createClient } from '@x/compredict-client';
import { type Sandbox, type SandboxOptions, startSandbox } from '@x/compredict-sandbox';
import { createPresigner, type Presigner } from '@x/s3-presign';

/** A sandbox with everything a user would connect to it. */
export interface World extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly aiCore: AiCoreClient;
  readonly presigner: Presigner;
  /** Fetches an object once it is there. */
  collect(key: string): Promise<Collected>;
}

/** An object as it lies in the bucket. */
export interface Collected {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Starts a sandbox and connects to it. */
export async function startWorld(options: SandboxOptions = {}): Promise<World> {
  const sandbox = await startSandbox(options);
  const { aiCoreUrl: url, username, password, s3Url: endpoint, region, credentials, bucket } = sandbox;
  const s3 = new S3Client({ endpoint, region, credentials });
  const stop = async () => {
    s3.destroy();
    await sandbox.stop();
  };
  return {
    sandbox,
    aiCore: createClient({ url, username, password }),
    presigner: createPresigner({
      bucket,
      client: s3,
      ...(options.now === undefined ? {} : { now: options.now }),
    }),
    async collect(key) {
      const object = { Bucket: bucket, Key: key };
      await waitUntilObjectExists({ client: s3, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, object);
      const { Body, ContentType, Metadata } = await s3.send(new GetObjectCommand(object));
      if (Body === undefined) throw new Error(`${key} has no body`);
      return { bytes: await Body.transformToByteArray(), contentType: ContentType, metadata: Metadata ?? {} };
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Features of `mass-estimation` that follow weight = 1000 + 100 × cylinders + 5 × displacement + noise. */
export function carFeatures(rows: number): Record<string, number[]> {
  const at = Array.from({ length: rows }, (_, row) => row);
  const cylinders = at.map((row) => 3 + (row % 6));
  const displacement = at.map((row) => 70 + ((row * 37) % 330));
  return {
    Miles_per_Gallon: at.map((row) => 10 + ((row * 7) % 31)),
    Cylinders: cylinders,
    Displacement: displacement,
    Horsepower: at.map((row) => 50 + ((row * 13) % 170)),
    Acceleration: at.map((row) => 8 + ((row * 11) % 16)),
    Weight_in_lbs: at.map(
      (row) => 1000 + 100 * (cylinders[row] ?? 0) + 5 * (displacement[row] ?? 0) + (((row * 29) % 21) - 10),
    ),
  };
}
