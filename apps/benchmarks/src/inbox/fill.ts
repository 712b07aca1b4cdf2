import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Puts results into the bucket, and their events into queues. */
export interface Filler {
  /** Bytes of one result. */
  readonly bytes: number;
  putResults(): Promise<void>;
  /** A new queue that holds one event of each result. Requests of processes that were killed wait at the old one. */
  fillQueue(): Promise<string>;
}

/** A filler for so many results. */
export function createFiller(results: number, env: Readonly<Record<string, string>>): Filler {
  const { BUCKET: Bucket = '' } = env;
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
  };
  const region = env.AWS_REGION ?? '';
  const s3 = new S3Client({ region, credentials, endpoint: env.AWS_ENDPOINT_URL_S3 ?? '' });
  const sqs = new SQSClient({ region, credentials, endpoint: env.AWS_ENDPOINT_URL_SQS ?? '' });

  let queues = 0;
  const load = Array.from({ length: 50 }, (_, index) => Math.sqrt(index));
  const bodyOf = (job: number) =>
    JSON.stringify({ job_id: `job-${job}`, status: 'Finished', success: true, results: { load } });
  const keyOf = (job: number) => `runs/${job}.json`;
  const eventOf = (job: number) => ({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: Bucket }, object: { key: keyOf(job) } },
  });
  const upTo = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  return {
    bytes: bodyOf(0).length,
    async putResults() {
      for (let from = 0; from < results; from += 20)
        await Promise.all(
          upTo(from, 20).map((job) =>
            s3.send(new PutObjectCommand({ Bucket, Key: keyOf(job), Body: bodyOf(job) })),
          ),
        );
    },
    async fillQueue() {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues++}` }));
      for (let from = 0; from < results; from += 10) {
        const Entries = upTo(from, 10).map((job) => ({
          Id: `${job}`,
          MessageBody: JSON.stringify({ Records: [eventOf(job)] }),
        }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      }
      // fauxqs names a host that not every machine resolves.
      return new URL(new URL(QueueUrl).pathname, env.AWS_ENDPOINT_URL_SQS).href;
    },
  };
}
