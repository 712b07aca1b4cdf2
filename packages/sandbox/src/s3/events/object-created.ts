/** An object that has just been stored. */
export interface ObjectCreated {
  /** How it came: the last part of S3's event name. */
  readonly by: 'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload';
  readonly bucket: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** With or without its quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Address of the client. */
  readonly sourceIp: string;
  /** As the answer to the request has them. */
  readonly ids: { readonly requestId: string; readonly hostId: string };
}

/** Makes the messages of one S3, in the order in which its objects were stored. */
export interface EventMessages {
  /** What S3 sends to a queue that has just been configured. */
  test(bucket: string, ids: ObjectCreated['ids']): object;
  created(object: ObjectCreated): object;
}

const OWNER = { principalId: 'SANDBOX' };

/**
 * Event messages in the form that S3 gives them.
 *
 * @param now - The time of the test message.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function eventMessages(region: string, now: () => Date): EventMessages {
  let sequence = 0n;
  // Later events have greater sequencers, also when the sandbox's clock stands still; 18 digits, as S3 writes them.
  const sequencer = () => {
    sequence += 1n;
    return sequence.toString(16).toUpperCase().padStart(18, '0');
  };
  return {
    test: (bucket, { requestId, hostId }) => ({
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: now().toISOString(),
      Bucket: bucket,
      RequestId: requestId,
      HostId: hostId,
    }),
    created: ({ by, bucket, key, size, etag, modified, sourceIp, ids }) => ({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: region,
          eventTime: new Date(modified).toISOString(),
          eventName: `ObjectCreated:${by}`,
          userIdentity: OWNER,
          requestParameters: { sourceIPAddress: sourceIp },
          responseElements: { 'x-amz-request-id': ids.requestId, 'x-amz-id-2': ids.hostId },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: 'sandbox',
            bucket: { name: bucket, ownerIdentity: OWNER, arn: `arn:aws:s3:::${bucket}` },
            object: {
              key: eventKey(key),
              size,
              eTag: etag.replaceAll('"', ''),
              sequencer: sequencer(),
            },
          },
        },
      ],
    }),
  };
}

/** A key as events write it: `red flower.jpg` becomes `red+flower.jpg`, slashes stay. */
function eventKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}
