import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createPresigner } from '@x/s3-presign';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningS3, startS3 } from '../start-s3.ts';
import type { EventQueue } from './start-event-queue.ts';

const region = 'eu-central-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const Bucket = 'results';
const now = () => new Date();

let s3: RunningS3;
let queue: EventQueue;
let client: S3Client;
let sqs: SQSClient;
beforeAll(async () => {
  s3 = await startS3({ buckets: [Bucket], region, credentials, now, events: true });
  queue = s3.events ?? expect.unreachable('events were asked for');
  client = new S3Client({ region, credentials, endpoint: s3.url });
  sqs = new SQSClient({ region, credentials, endpoint: queue.sqsUrl });
});
afterAll(async () => {
  client.destroy();
  sqs.destroy();
  await s3.stop();
});

async function receive(QueueUrl = queue.queueUrl) {
  const answer = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return (answer.Messages ?? []).map(({ Body = '' }) => JSON.parse(Body));
}

test('tells of every object created, in S3’s own form', async () => {
  expect(await receive()).toEqual([
    {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: expect.stringMatching(/^\d{4}-.*Z$/),
      Bucket,
      RequestId: expect.any(String),
      HostId: expect.any(String),
    },
  ]);

  await client.send(new PutObjectCommand({ Bucket, Key: 'runs/a b+ü.json', Body: '{}' }));
  const { url, fields } = await createPresigner({ bucket: Bucket, client }).post('posted');
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['123']), 'result.json');
  expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/posted` }));
  const parts = { Bucket, Key: 'parts' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(parts));
  const { ETag } = await client.send(
    new UploadPartCommand({ ...parts, UploadId, PartNumber: 1, Body: '12345' }),
  );
  await client.send(
    new CompleteMultipartUploadCommand({
      ...parts,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );
  // Neither of these creates an object.
  await expect(client.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a' }))).rejects.toThrow();
  await fetch(url, { method: 'PUT', body: 'x' });

  const records = (await receive()).flatMap(({ Records = [] }) => Records);
  expect(
    records.map(({ eventName, s3 }) => [eventName, s3.bucket.name, s3.object.key, s3.object.size]),
  ).toEqual([
    ['ObjectCreated:Put', Bucket, 'runs/a+b%2B%C3%BC.json', 2],
    ['ObjectCreated:Post', Bucket, 'posted', 3],
    ['ObjectCreated:Copy', Bucket, 'copied', 3],
    ['ObjectCreated:CompleteMultipartUpload', Bucket, 'parts', 5],
  ]);
  const sequencers: string[] = records.map(({ s3 }) => s3.object.sequencer);
  expect(sequencers.toSorted()).toEqual(sequencers);
  expect(new Set(sequencers).size).toBe(4);
  expect(records[0]).toMatchObject({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: expect.stringMatching(/^\d{4}-.*Z$/),
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    s3: { object: { eTag: '99914b932bd37a50b983c5e7c90ae93b' } },
  });
});

test('what is received again and again goes to the dead letters', async () => {
  for (let time = 0; time < 6; time++) await receive();
  expect(await receive()).toEqual([]);
  expect((await receive(queue.deadLetterQueueUrl)).map(({ Event }) => Event)).toContain('s3:TestEvent');
});
