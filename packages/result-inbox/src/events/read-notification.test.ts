import { expect, test } from 'vitest';
import { readNotification } from './read-notification.ts';

// The documents are those of the S3 user guide, shortened where nothing is read.

const record = {
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'us-west-2',
  eventTime: '1970-01-01T00:00:00.000Z',
  eventName: 'ObjectCreated:Put',
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'results',
    bucket: { name: 'amzn-s3-demo-bucket', ownerIdentity: { principalId: 'A3' }, arn: 'arn:aws:s3:::b' },
    object: {
      key: 'runs/a+b%2Bc%C3%BC%2520.json',
      size: 1024,
      eTag: 'd41d8cd98f00b204e9800998ecf8427e',
      versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
      sequencer: '0055AED6DCD90281E5',
    },
  },
};
const arrived = {
  bucket: 'amzn-s3-demo-bucket',
  key: 'runs/a b+cü%20.json',
  size: 1024,
  eTag: 'd41d8cd98f00b204e9800998ecf8427e',
  versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
  sequencer: '0055AED6DCD90281E5',
};
const event = { Records: [record] };
const eventBridge = {
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2021-11-12T00:00:00Z',
  region: 'ca-central-1',
  resources: ['arn:aws:s3:::amzn-s3-demo-bucket'],
  detail: {
    version: '0',
    bucket: { name: 'amzn-s3-demo-bucket' },
    object: {
      key: 'runs/a b+cü%20.json',
      size: 1024,
      etag: arrived.eTag,
      'version-id': arrived.versionId,
      sequencer: arrived.sequencer,
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    reason: 'PutObject',
  },
};
const sns = (message: unknown) => ({
  Type: 'Notification',
  MessageId: 'dc1e94d9-56c5-5e96-808d-cc7f68faa162',
  TopicArn: 'arn:aws:sns:us-east-2:111122223333:results',
  Subject: 'Amazon S3 Notification',
  Message: JSON.stringify(message),
});
const read = (document: unknown) => readNotification(JSON.stringify(document));

test.each([
  ['sent directly, or through SNS with raw delivery', event],
  ['through SNS', sns(event)],
  ['through two topics', sns(sns(event))],
  ['through EventBridge', eventBridge],
  ['through EventBridge and SNS', sns(eventBridge)],
])('an object created: %s', (_, document) => {
  expect(read(document)).toEqual({ objects: [arrived] });
});

test.each(['ObjectCreated:Post', 'ObjectCreated:Copy', 'ObjectCreated:CompleteMultipartUpload'])(
  '%s creates',
  (eventName) => {
    expect(read({ Records: [{ ...record, eventName }] }).objects).toHaveLength(1);
  },
);

test('other S3s: no version, no sequencer, another source', () => {
  const { bucket } = record.s3;
  const object = { key: 'a', versionId: '', size: 1 };
  const minio = { eventSource: 'minio:s3', eventName: 's3:ObjectCreated:Put', s3: { bucket, object } };
  expect(read({ EventName: 's3:ObjectCreated:Put', Key: 'b/a', Records: [minio] })).toEqual({
    objects: [{ bucket: bucket.name, key: 'a', size: 1 }],
  });
});

test('several records', () => {
  const other = { ...record, s3: { ...record.s3, object: { key: 'b' } } };
  const removed = { ...record, eventName: 'ObjectRemoved:Delete' };
  expect(read({ Records: [record, removed, other] }).objects.map(({ key }) => key)).toEqual([
    arrived.key,
    'b',
  ]);
});

test.each([
  [
    'a test event',
    { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b', Time: '2014-10-13T15:57:02Z' },
  ],
  ['a removed object', { Records: [{ ...record, eventName: 'ObjectRemoved:Delete' }] }],
  ['a tag', { Records: [{ ...record, eventName: 'ObjectTagging:Put' }] }],
  ['a removed object, by EventBridge', { ...eventBridge, 'detail-type': 'Object Deleted' }],
  ['no record', { Records: [] }],
])('%s creates nothing, and is understood', (_, document) => {
  expect(read(document)).toEqual({ objects: [] });
});

test.each([
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['null', 'null'],
  ['another service', JSON.stringify({ Records: [{ ...record, eventSource: 'aws:ses' }] })],
  ['a version to come', JSON.stringify({ Records: [{ ...record, eventVersion: '3.0' }] })],
  ['one bad record among good ones', JSON.stringify({ Records: [record, {}] })],
  ['a key that is not encoded', JSON.stringify(event).replace('runs/', '100%')],
  ['a topic without end', JSON.stringify(sns(sns(sns(sns(event)))))],
])('%s is unknown', (_, body) => {
  const { objects, unknown } = readNotification(body);
  expect(objects).toEqual([]);
  expect(unknown).toMatch(/^[A-Z].*\.$/);
});
