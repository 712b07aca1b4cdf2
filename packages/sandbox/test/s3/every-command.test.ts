import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestS3 } from './support.ts';

const s3 = await startTestS3();
afterAll(() => s3.stop());

/** What this S3 does. Of everything else that the SDK knows it says that it does not. */
const DONE = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateBucket',
  'CreateMultipartUpload',
  'DeleteBucket',
  'DeleteBucketCors',
  'DeleteObject',
  'DeleteObjects',
  'DeleteObjectTagging',
  'GetBucketAcl',
  'GetBucketCors',
  'GetBucketLocation',
  'GetBucketVersioning',
  'GetObject',
  'GetObjectAcl',
  'GetObjectTagging',
  'HeadBucket',
  'HeadObject',
  'ListBuckets',
  'ListMultipartUploads',
  'ListObjects',
  'ListObjectsV2',
  'ListParts',
  'PutBucketCors',
  'PutObject',
  'PutObjectAcl',
  'PutObjectTagging',
  'UploadPart',
  'UploadPartCopy',
];

/** The SDK sends it to a host of its own, whatever the endpoint is. */
const ELSEWHERE = ['WriteGetObjectResponse'];

const known = Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
const others = known.filter((name) => !DONE.includes(name) && !ELSEWHERE.includes(name));

const Bucket = 'every-command';
const Key = 'object';

/** All that any of the commands must have to be sent. */
const input = {
  Bucket,
  Key,
  AnnotationName: 'name',
  Expression: 'select',
  ExpressionType: 'SQL',
  Id: 'id',
  InputSerialization: {},
  ObjectAttributes: ['ETag'],
  OutputSerialization: {},
  RenameSource: 'source',
};

test('the SDK has every command that is done', () => {
  expect(known).toEqual(expect.arrayContaining(DONE));
});

// An empty bucket is deleted by what is taken for DeleteBucket, an object replaced by what is taken for PutObject.
describe.each([
  ['an empty bucket', undefined],
  ['an object', 'before'],
])('on %s', (_what, Body) => {
  beforeEach(async () => {
    await s3.client.send(new sdk.CreateBucketCommand({ Bucket })).catch(() => {});
    if (Body === undefined) await s3.client.send(new sdk.DeleteObjectCommand({ Bucket, Key }));
    else await s3.client.send(new sdk.PutObjectCommand({ Bucket, Key, Body }));
  });

  test.each(others)('%s is refused, and changes nothing', async (name) => {
    const Command = (sdk as unknown as Record<string, new (of: object) => sdk.HeadBucketCommand>)[
      `${name}Command`
    ];
    if (Command === undefined) throw new Error('no such command');
    const refusal = await s3.client.send(new Command(input)).catch((error) => error);
    expect(refusal).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    const { Contents } = await s3.client.send(new sdk.ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Size }) => Size)).toEqual(Body === undefined ? undefined : [Body.length]);
  });
});
