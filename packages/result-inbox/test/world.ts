import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type SandboxWithEvents, startSandbox } from '@x/compredict-sandbox';

/** A queue with a dead-letter queue behind it. */
export interface Queue {
  readonly queueUrl: string;
  send(body: unknown): Promise<void>;
  /** Messages that wait, and messages that somebody has in hand. */
  count(): Promise<{ waiting: number; inHand: number }>;
  /** What lies in the dead-letter queue. */
  dead(): Promise<string[]>;
}

/** A sandbox whose bucket sends events, and clients of it. */
export interface World extends AsyncDisposable {
  readonly sandbox: SandboxWithEvents;
  readonly bucket: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  put(key: string, body: unknown): Promise<{ eTag: string }>;
  /** A queue of its own, which no bucket sends to. */
  createQueue(maxReceiveCount?: number): Promise<Queue>;
}

export async function startWorld(): Promise<World> {
  const sandbox = await startSandbox({ events: true });
  const { region, credentials, bucket } = sandbox;
  const s3 = new S3Client({ region, credentials, endpoint: sandbox.s3Url });
  const sqs = new SQSClient({ region, credentials, endpoint: sandbox.events.sqsUrl });
  let queues = 0;

  const attribute = async (QueueUrl: string, name: 'QueueArn') => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
    return (await sqs.send(command)).Attributes?.[name];
  };
  const newQueue = async (Attributes: Record<string, string>) => {
    const command = new CreateQueueCommand({ QueueName: `queue-${queues++}`, Attributes });
    const { QueueUrl = '' } = await sqs.send(command);
    return QueueUrl;
  };

  return {
    sandbox,
    bucket,
    s3,
    sqs,
    async put(key, body) {
      const Body = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
      return { eTag: ETag.replaceAll('"', '') };
    },
    async createQueue(maxReceiveCount = 5) {
      const deadUrl = await newQueue({});
      const deadLetterTargetArn = await attribute(deadUrl, 'QueueArn');
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
      const queueUrl = await newQueue({ RedrivePolicy });
      return {
        queueUrl,
        async send(body) {
          const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
          await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
        },
        async count() {
          const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] });
          const { Attributes = {} } = await sqs.send(command);
          return {
            waiting: Number(Attributes.ApproximateNumberOfMessages),
            inHand: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
          };
        },
        async dead() {
          const receive = { QueueUrl: deadUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
          const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
          return Messages.map(({ Body = '' }) => Body);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      sqs.destroy();
      await sandbox.stop();
    },
  };
}

/** A result file as AI Core writes it. */
export function resultOf(jobId: string, more: object = {}): object {
  return { job_id: jobId, status: 'Finished', success: true, results: { load: [0.5] }, ...more };
}

/** The event of an object, as S3 sends it. */
export function eventOf(bucket: string, key: string, object: object = {}): object {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: bucket },
      object: { key: encodeURIComponent(key).replaceAll('%20', '+'), ...object },
    },
  };
  return { Records: [record] };
}
