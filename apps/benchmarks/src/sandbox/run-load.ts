import { createClient } from '@x/compredict-client';
import { startSandbox } from '@x/compredict-sandbox';
import { parseResult } from '@x/result-schema';
import { createPresigner } from '@x/s3-presign';

/** What is asked of the sandbox, and by how many at a time. */
export interface Load {
  readonly runs: number;
  readonly rows: number;
  readonly concurrency: number;
}

/**
 * Runs an algorithm many times through client, AI Core and S3 in this process: each run is queued, watched, delivered to a
 * presigned URL, collected and validated.
 *
 * @returns the seconds from the first run to the last collected result.
 */
export async function runLoad({ runs, rows, concurrency }: Load): Promise<number> {
  await using sandbox = await startSandbox({ queue: { workers: concurrency }, maxUploadBytes: 10_000_000 });
  const { aiCoreUrl, username, password, bucket, region, credentials, s3Url: endpoint } = sandbox;
  const aiCore = createClient({ url: aiCoreUrl, username, password, failOnError: true });
  const s3 = await createPresigner({ bucket, region, credentials, endpoint, forcePathStyle: true }).session();
  const features = {
    distance: Array.from({ length: rows }, (_, row) => row * 100),
    damage: Array.from({ length: rows }, (_, row) => row * 0.0001),
  };

  const begin = performance.now();
  const batch = aiCore.runMany(
    'damage-forecast',
    Array.from({ length: runs }, (_, run) => `run-${run}`),
    {
      concurrency,
      wait: { minDelayMs: 20, maxDelayMs: 200 },
      run: (key) => ({ features, callbacks: s3.put(`results/${key}.json`) }),
    },
  );
  for await (const outcome of batch) if (!outcome.ok) throw outcome.error;
  await sandbox.settled();
  for (let run = 0; run < runs; run++) {
    const stored = await fetch(s3.get(`results/run-${run}.json`).url);
    parseResult(await stored.json());
  }
  return (performance.now() - begin) / 1000;
}
