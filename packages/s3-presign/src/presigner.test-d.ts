import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { describe, expectTypeOf, test } from 'vitest';
import { createPresigner, type PresignedPost, type PresignedUrl, type Presigner } from './index.ts';

declare const presigner: Presigner;
declare const client: S3Client;

test('createPresigner takes a client, or what makes one', () => {
  createPresigner({ bucket: 'b', client });
  createPresigner({ bucket: 'b', credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
  // @ts-expect-error the bucket is required
  createPresigner({});
  // @ts-expect-error the unit is seconds, as a number
  createPresigner({ bucket: 'b', expiresIn: '15m' });
});

describe('options that S3 would refuse do not compile', () => {
  test('of a PUT', () => {
    expectTypeOf(
      presigner.put('k', { acl: 'private', metadata: { a: 'b' } }),
    ).resolves.toEqualTypeOf<PresignedUrl>();
    // @ts-expect-error a misspelt ACL
    presigner.put('k', { acl: 'pubic-read' });
    // @ts-expect-error only `*` is allowed on an upload
    presigner.put('k', { ifNoneMatch: 'etag' });
    // @ts-expect-error metadata is text
    presigner.put('k', { metadata: { a: 1 } });
    // @ts-expect-error a URL has no size range
    presigner.put('k', { contentLengthRange: [1, 2] });
  });

  test('of a POST', () => {
    expectTypeOf(presigner.post({ startsWith: 'in/' })).resolves.toEqualTypeOf<PresignedPost>();
    presigner.post('k', { contentType: { startsWith: 'image/' }, metadata: { a: { startsWith: '' } } });
    // @ts-expect-error a range has two ends
    presigner.post('k', { contentLengthRange: [1] });
    // @ts-expect-error S3 knows three statuses
    presigner.post('k', { successActionStatus: 302 });
    presigner.post('k', { acl: { startsWith: 'public' }, cacheControl: { startsWith: '' } });
    // @ts-expect-error S3 takes storage classes exactly
    presigner.post('k', { storageClass: { startsWith: 'STANDARD' } });
    // @ts-expect-error a field that does not exist
    presigner.post('k', { nonsense: 'x' });
  });

  test('of a part', () => {
    // @ts-expect-error both are required
    presigner.uploadPart('k', { uploadId: 'u' });
  });
});

test('results cannot be changed', () => {
  expectTypeOf<PresignedUrl['headers']>().toEqualTypeOf<Readonly<Record<string, string>>>();
  expectTypeOf<PresignedUrl['expiresAt']>().toEqualTypeOf<Date>();
  expectTypeOf<PresignedUrl['method']>().toEqualTypeOf<'PUT' | 'GET' | 'HEAD' | 'DELETE' | 'POST'>();
  const change = (url: PresignedUrl) => {
    // @ts-expect-error readonly
    url.url = '';
  };
  expectTypeOf(change).toBeFunction();
});

test('command takes any command of the AWS SDK', () => {
  expectTypeOf(
    presigner.command(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  ).resolves.toEqualTypeOf<PresignedUrl>();
  // @ts-expect-error no command
  presigner.command({ Bucket: 'b', Key: 'k' });
});

test('a session answers at once', async () => {
  const session = await presigner.session();
  expectTypeOf(session.put('k')).toEqualTypeOf<PresignedUrl>();
  expectTypeOf(session.post('k')).toEqualTypeOf<PresignedPost>();
});
