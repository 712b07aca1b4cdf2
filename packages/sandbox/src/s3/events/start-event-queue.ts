import { listenError } from '../../port-in-use-error.ts';

/** Queues that S3's events arrive in, and their SQS. */
export interface EventQueue {
  /** Endpoint of the SQS, without a slash at the end. It asks for no signature. */
  readonly sqsUrl: string;
  /** The queue that gets one message for each object created. */
  readonly queueUrl: string;
  /** Where a message goes that was received {@link MAX_RECEIVES} times and not deleted. */
  readonly deadLetterQueueUrl: string;
}

/** An {@link EventQueue} that runs. */
export interface RunningEventQueue extends EventQueue {
  send(message: object): Promise<void>;
  stop(): Promise<void>;
}

/** How often a message is handed out before it goes to the dead letters. `SetQueueAttributes` can change it. */
export const MAX_RECEIVES = 5;

/**
 * Starts an SQS on a loopback port, with a queue and its dead-letter queue.
 *
 * It is that of fauxqs, which takes a seventh of a second to load: hence only for those who want events. Its visibility
 * timeouts go by real time.
 */
export async function startEventQueue(region: string, port: number): Promise<RunningEventQueue> {
  // Imported when it is needed: fauxqs has no CommonJS entry, and this package has one.
  const { buildApp } = await import('fauxqs');
  // Not `startFauxqs`, which listens on every interface.
  const app = buildApp({ logger: false, defaultRegion: region });
  const sqsUrl = await app.listen({ port, host: '127.0.0.1' }).catch(async (error: Error) => {
    await app.close();
    throw listenError(error, port);
  });
  const call = async (action: string, body: object): Promise<Record<string, string>> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: new URL(sqsUrl).host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
      },
      payload: JSON.stringify(body),
    });
    if (answer.statusCode !== 200) throw new Error(`SQS answered ${answer.statusCode}: ${answer.body}`);
    return answer.json();
  };
  const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl = '' } = await call('CreateQueue', { QueueName, Attributes });
    // Not every machine finds the host that fauxqs names, `sqs.REGION.localhost`.
    return new URL(new URL(QueueUrl).pathname, sqsUrl).href;
  };
  const deadLetterQueueUrl = await create('s3-events-dead-letters');
  const queueUrl = await create('s3-events', {
    RedrivePolicy: JSON.stringify({
      // The account that all of fauxqs's queues belong to.
      deadLetterTargetArn: `arn:aws:sqs:${region}:000000000000:s3-events-dead-letters`,
      maxReceiveCount: String(MAX_RECEIVES),
    }),
  });
  return {
    sqsUrl,
    queueUrl,
    deadLetterQueueUrl,
    async send(message) {
      await call('SendMessage', { QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
    },
    stop: () => app.close(),
  };
}
