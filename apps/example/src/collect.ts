import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { createResultSchema, numberArray, parseResult } from '@x/result-schema';
import * as v from 'valibot';
import type { Run } from './deliver.ts';
import type { Services } from './services.ts';

/** What `mass-estimation` computes, one number a car, in pounds. */
export interface MassEstimate {
  readonly predictions: number[];
  readonly lower_bound: number[];
  readonly upper_bound: number[];
}

/** A result file as it lies in the bucket. */
export interface Collected extends Run {
  readonly bucket: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly estimate: MassEstimate;
  /** What AI Core says of its own accuracy. */
  readonly evaluations: unknown;
}

/** A result file that is not the one the run should have brought. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code = 'UnexpectedDelivery';
}

/** AI Core may call a job finished shortly before its result has landed. Milliseconds. */
const MAX_WAIT = 60_000;
const PAUSE = 500;

const schema = createResultSchema({
  results: v.looseObject({
    predictions: numberArray(),
    lower_bound: numberArray(),
    upper_bound: numberArray(),
  }) satisfies v.GenericSchema<unknown, MassEstimate>,
});

/** Fetches the result of a run from the bucket and validates it. */
export async function collect({ s3, bucket }: Services, run: Run, rows: number): Promise<Collected> {
  const answer = await getWhenThere(s3, bucket, run.key);
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();

  const result = parseResult(bytes, { schema });
  if (result.job_id !== run.jobId)
    throw new DeliveryError(`${run.key} holds the result of job ${result.job_id}, not of ${run.jobId}`);
  if (!result.success)
    throw new DeliveryError(`Job ${run.jobId} failed: ${result.error ?? 'no reason given'}`);
  const { predictions, lower_bound, upper_bound } = result.results;
  if ([predictions, lower_bound, upper_bound].some((series) => series.length !== rows))
    throw new DeliveryError(`${run.key} does not hold one prediction for each of ${rows} cars`);
  return {
    ...run,
    bucket,
    bytes: bytes.length,
    contentType: answer.ContentType ?? '',
    metadata: answer.Metadata ?? {},
    estimate: { predictions, lower_bound, upper_bound },
    evaluations: result.evaluations,
  };
}

async function getWhenThere(s3: S3Client, bucket: string, key: string): Promise<GetObjectCommandOutput> {
  for (const deadline = Date.now() + MAX_WAIT; ; await sleep(PAUSE)) {
    try {
      return await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      // Without the permission to list, S3 says of an object that is not there that access is denied.
      const missing = error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name);
      if (!missing) throw error;
      if (Date.now() > deadline)
        throw new DeliveryError(`AI Core delivered nothing to ${key} within ${MAX_WAIT / 1000} s`, {
          cause: error,
        });
    }
  }
}
