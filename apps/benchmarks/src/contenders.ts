import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createPresigner } from '@x/s3-presign';
import { createSigner } from '@x/s3-presign/signer';
import { AwsClient } from 'aws4fetch';
import { S3Client as LeanClient } from 'lean-s3';
import { Client as MinioClient } from 'minio';
import { createFloor } from './floor.ts';
import {
  accessKeyId,
  bucket,
  credentials,
  expiresIn,
  host,
  maxBytes,
  nextKey,
  region,
  secretAccessKey,
} from './setup.ts';

/** Ways to do one and the same thing, by name. */
export type Contenders = Readonly<Record<string, () => unknown>>;

// Without these, getSignedUrl would also hash an empty body for a checksum, which makes it slower still.
const aws = new S3Client({
  region,
  credentials,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});
const presigner = createPresigner({ bucket, region, credentials });
const session = await presigner.session();
const signer = createSigner({ bucket, region, ...credentials });
const lean = new LeanClient({
  bucket,
  region,
  endpoint: `https://s3.${region}.amazonaws.com`,
  ...credentials,
});
const minio = new MinioClient({
  endPoint: `s3.${region}.amazonaws.com`,
  region,
  accessKey: accessKeyId,
  secretKey: secretAccessKey,
});
const fetcher = new AwsClient({ ...credentials, region, service: 's3' });

/** An upload URL for a new key. */
export const urls: Contenders = {
  'floor: SHA-256 + HMAC': createFloor(),
  'session.put': () => session.put(nextKey(), { expiresIn }).url,
  'signer.put': () => signer.put(nextKey(), { expiresIn }).url,
  'presigner.put': async () => (await presigner.put(nextKey(), { expiresIn })).url,
  'aws getSignedUrl': () =>
    getSignedUrl(aws, new PutObjectCommand({ Bucket: bucket, Key: nextKey() }), { expiresIn }),
  'lean-s3': () => lean.presign(nextKey(), { method: 'PUT', expiresIn }),
  minio: () => minio.presignedPutObject(bucket, nextKey(), expiresIn),
  aws4fetch: async () => {
    const url = `https://${host}/${nextKey()}?X-Amz-Expires=${expiresIn}`;
    return (await fetcher.sign(url, { method: 'PUT', aws: { signQuery: true } })).url;
  },
};

/** A download URL for a new key, with a response header overridden. */
export const downloads: Contenders = {
  'session.get': () => session.get(nextKey(), { expiresIn, responseContentDisposition: 'attachment' }).url,
  'presigner.get': async () =>
    (await presigner.get(nextKey(), { expiresIn, responseContentDisposition: 'attachment' })).url,
  'aws getSignedUrl': () =>
    getSignedUrl(
      aws,
      new GetObjectCommand({ Bucket: bucket, Key: nextKey(), ResponseContentDisposition: 'attachment' }),
      { expiresIn },
    ),
};

/** A form for a new key, of a content type and at most a megabyte. */
export const forms: Contenders = {
  'session.post': () =>
    session.post(nextKey(), { expiresIn, contentType: 'application/json', contentLengthRange: [0, maxBytes] })
      .fields,
  'presigner.post': async () =>
    (
      await presigner.post(nextKey(), {
        expiresIn,
        contentType: 'application/json',
        contentLengthRange: [0, maxBytes],
      })
    ).fields,
  'aws createPresignedPost': () =>
    createPresignedPost(aws, {
      Bucket: bucket,
      Key: nextKey(),
      Fields: { 'Content-Type': 'application/json' },
      Conditions: [['content-length-range', 0, maxBytes]],
      Expires: expiresIn,
    }),
  minio: () => {
    const policy = minio.newPostPolicy();
    policy.setBucket(bucket);
    policy.setKey(nextKey());
    policy.setContentType('application/json');
    policy.setContentLengthRange(1, maxBytes);
    policy.setExpires(new Date(Date.now() + expiresIn * 1000));
    return minio.presignedPostPolicy(policy);
  },
};
