import type { CallbackTarget } from '@x/compredict-client';
import { type Car, toColumns } from './cars.ts';
import type { Progress } from './progress.ts';
import type { Services } from './services.ts';
import { ALGORITHM } from './train.ts';

/** How AI Core delivers: a PUT to a presigned URL, or a multipart POST of a presigned form. */
export type Mode = 'put' | 'post';

/** A run whose result was handed to AI Core to deliver. */
export interface Run {
  readonly mode: Mode;
  readonly key: string;
  readonly jobId: string;
}

/** AI Core answered at once, so it delivered nothing. */
export class NotQueuedError extends Error {
  override readonly name = 'NotQueuedError';
  readonly code = 'NotQueued';
}

/** Presigns where the result shall go, runs the algorithm on the cars, and waits until it has finished. */
export async function deliver(
  { aiCore, presigner }: Services,
  mode: Mode,
  cars: readonly Car[],
  progress: Progress,
): Promise<Run> {
  const key = `results/mass-estimation/${new Date().toISOString().replace(/[:.]/g, '-')}-${mode}.json`;
  const target = await presign(presigner, mode, key);
  const answer = await aiCore.runAlgorithm(ALGORITHM, {
    features: toColumns(cars),
    evaluate: true,
    callbacks: target,
  });
  if (answer.kind === 'result')
    throw new NotQueuedError(
      `${ALGORITHM} answered at once instead of queueing the run, and so delivered nothing`,
    );
  const jobId = answer.task.job_id;
  await aiCore.waitForTask(jobId, { onUpdate: (task) => progress.update(`job ${jobId}: ${task.status}`) });
  return { mode, key, jobId };
}

async function presign(presigner: Services['presigner'], mode: Mode, key: string): Promise<CallbackTarget> {
  const metadata = { algorithm: ALGORITHM, delivery: mode };
  // A URL brings its metadata along, but the sender chooses content type and size.
  if (mode === 'put') return presigner.put(key, { metadata, expiresIn: 3600 });
  // A form fixes all of it, and S3 enforces it.
  return presigner.post(key, {
    metadata,
    acl: 'bucket-owner-full-control',
    contentType: 'application/json',
    contentLengthRange: [2, 10_000_000],
    expiresIn: 3600,
  });
}
