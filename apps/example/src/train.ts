import type { AiCoreClient } from '@x/compredict-client';
import { type Car, toColumns } from './cars.ts';
import type { Progress } from './progress.ts';

/** The algorithm of the demo. */
export const ALGORITHM = 'mass-estimation';

/** Trains the algorithm and waits until it is done. */
export async function train(aiCore: AiCoreClient, cars: readonly Car[], progress: Progress): Promise<void> {
  const { job_id: jobId } = await aiCore.trainAlgorithm(ALGORITHM, { features: toColumns(cars) });
  progress.update(`job ${jobId} is queued`);
  await aiCore.waitForTask(jobId, { onUpdate: (task) => progress.update(`job ${jobId}: ${task.status}`) });
}
