import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createInbox, type DeliveryStore, memoryStore } from '@x/result-inbox';
import { bucketSource } from '@x/result-inbox/bucket';
import { sqliteStore } from '@x/result-inbox/sqlite';
import { sqsSource } from '@x/result-inbox/sqs';
import { Consumer } from 'sqs-consumer';

/** Results in hand at once, for every collector but the plain loop. */
export const concurrency = 16;

/** Collects until the process ends, and tells of every result. */
export type Collector = (onResult: () => void) => Promise<void>;

const { BUCKET: Bucket = '', QUEUE_URL: queueUrl = '', DATABASE = '' } = process.env;
const client = new S3Client({});

/** What everybody would write first: reads and parses, and checks nothing. */
async function read(Key: string): Promise<unknown> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

async function list(onResult: () => void, readers: number): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: 'runs/' })) {
    const keys = Contents.map(({ Key = '' }) => Key).values();
    const reader = async () => {
      for (const key of keys) {
        await read(key);
        onResult();
      }
    };
    await Promise.all(Array.from({ length: readers }, reader));
  }
}

const queueInbox = (store: DeliveryStore<unknown>) =>
  createInbox({ source: sqsSource({ queueUrl, waitTimeSeconds: 1 }), store });

/** By name. */
export const collectors: Readonly<Record<string, Collector>> = {
  'ListObjectsV2 and GetObject, one after the other': (onResult) => list(onResult, 1),
  'ListObjectsV2 and GetObject, 16 at once': (onResult) => list(onResult, concurrency),
  'sqs-consumer and GetObject, 10 at once': async (onResult) => {
    const consumer = Consumer.create({
      queueUrl,
      sqs: new SQSClient({}),
      batchSize: 10,
      async handleMessage(message) {
        const { Records } = JSON.parse(message.Body ?? '');
        await read(decodeURIComponent(Records[0].s3.object.key.replaceAll('+', ' ')));
        onResult();
        return message;
      },
    });
    consumer.on('error', () => process.exit(1));
    consumer.start();
  },
  'inbox, bucketSource': (onResult) =>
    createInbox({ source: bucketSource({ bucket: Bucket, prefix: 'runs/' }) }).run(onResult, { concurrency }),
  'inbox, sqsSource': (onResult) => queueInbox(memoryStore()).run(onResult, { concurrency }),
  'inbox, sqsSource, sqliteStore': (onResult) =>
    queueInbox(sqliteStore(DATABASE)).run(onResult, { concurrency }),
  // What is done with a result takes longer than to collect it.
  'the same, with a handler of 50 ms': (onResult) =>
    queueInbox(sqliteStore(DATABASE)).run(() => sleep(50).then(onResult), { concurrency }),
};
