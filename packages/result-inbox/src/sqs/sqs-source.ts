/**
 * Hears of results by S3 events in an SQS queue.
 *
 * @module
 */
import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message as SqsMessage,
} from '@aws-sdk/client-sqs';
import { checkNumber } from '../check-number.ts';
import { readNotification } from '../events/read-notification.ts';
import { InboxError } from '../inbox-error.ts';
import type { Message, Source } from '../source.ts';
import { createBatcher } from './batcher.ts';

/** Options of {@link sqsSource}. */
export interface SqsSourceOptions {
  /** The queue that S3, SNS or EventBridge sends to. Give it a dead-letter queue. */
  readonly queueUrl: string;
  /** Default: a client for the queue's host, otherwise with the AWS SDK's own defaults. */
  readonly client?: SQSClient;
  /**
   * Seconds that a request waits for a message, 0 to 20. Each request costs, also the one that brings none.
   *
   * @default 20
   */
  readonly waitTimeSeconds?: number;
  /**
   * Milliseconds for which messages that are done gather, to be deleted up to ten at once. 0 to 1000.
   *
   * @default 20
   */
  readonly batchDelayMs?: number;
}

/** SQS's own limit: messages in one request. */
const batchSize = 10;

/**
 * A source for any number of workers: S3 event notifications in an SQS queue, sent directly, through SNS, with raw delivery
 * or without, or through EventBridge.
 *
 * Messages that are not understood are not deleted: they come again until the queue's redrive policy moves them to its
 * dead-letter queue. Needs `sqs:ReceiveMessage`, `sqs:DeleteMessage` and `sqs:ChangeMessageVisibility`.
 *
 * @throws {@link InboxError} `InvalidOption`.
 *
 * @example
 * ```ts
 * const inbox = createInbox({ source: sqsSource({ queueUrl }) });
 * ```
 */
export function sqsSource(options: SqsSourceOptions): Source {
  const { queueUrl, waitTimeSeconds = 20, batchDelayMs = 20 } = options;
  if (!URL.canParse(queueUrl)) throw new InboxError('InvalidOption', 'queueUrl must be the URL of a queue.');
  // The SDK sends to the queue's host in any case, and prints a warning where that is not its own.
  const { client = new SQSClient({ endpoint: new URL(queueUrl).origin }) } = options;
  checkNumber('waitTimeSeconds', waitTimeSeconds, 0, 20);
  const batches = { size: batchSize, delayMs: checkNumber('batchDelayMs', batchDelayMs, 0, 1000) };

  const deletions = createBatcher<string>(async (receipts) => {
    const Entries = receipts.map((ReceiptHandle, index) => ({ Id: `${index}`, ReceiptHandle }));
    const { Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return failures('delete', Failed);
  }, batches);

  const visibilities = createBatcher<{ readonly receipt: string; readonly seconds: number }>(
    async (changes) => {
      const Entries = changes.map(({ receipt, seconds }, index) => ({
        Id: `${index}`,
        ReceiptHandle: receipt,
        VisibilityTimeout: seconds,
      }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries });
      const { Failed } = await client.send(command);
      return failures('change the visibility of', Failed);
    },
    batches,
  );

  const messageOf = ({ Body = '', ReceiptHandle: receipt = '', Attributes }: SqsMessage): Message => ({
    ...readNotification(Body),
    attempt: Number(Attributes?.ApproximateReceiveCount ?? 1),
    extend: (seconds) => visibilities.add({ receipt, seconds }),
    retry: (seconds) => visibilities.add({ receipt, seconds }),
    done: () => deletions.add(receipt),
  });

  return {
    async receive({ max, leaseSeconds, signal }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(max, batchSize),
        WaitTimeSeconds: waitTimeSeconds,
        VisibilityTimeout: leaseSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      // A signal of its own for each request, so that listeners do not gather at the caller's.
      const { Messages = [] } = await client.send(command, { abortSignal: AbortSignal.any([signal]) });
      return Messages.map(messageOf);
    },
    async close() {
      if (options.client === undefined) client.destroy();
    },
  };
}

/** An error for each entry that SQS refused, at its place. */
function failures(action: string, failed: readonly BatchResultErrorEntry[] = []): (Error | undefined)[] {
  const errors: Error[] = [];
  for (const { Id, Code } of failed)
    errors[Number(Id)] = new Error(`SQS did not ${action} a message: ${Code}.`);
  return errors;
}
