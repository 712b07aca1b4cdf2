import { createHash, randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  type ListBucketsCommandInput,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ObjectIdentifier,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bucket, element, startTestS3, type TestS3 } from './support.ts';

let s3: TestS3;
beforeAll(async () => {
  s3 = await startTestS3();
});
afterAll(() => s3.stop());

const put = (Key: string, Body: string | Uint8Array, more = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) => s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more = {}) => (await get(Key, more)).Body?.transformToString();

test('an object comes back as it was stored, small or large', async () => {
  for (const size of [0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000]) {
    const bytes = randomBytes(size);
    await put('bytes', bytes, { ContentLanguage: 'de', CacheControl: 'no-store', Metadata: { a: 'b' } });
    const object = await get('bytes');
    expect(Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(object).toMatchObject({
      ContentLength: size,
      ContentLanguage: 'de',
      CacheControl: 'no-store',
      Metadata: { a: 'b' },
      AcceptRanges: 'bytes',
    });
  }
});

test('metadata may be an empty text, in a PUT, a URL and a form', async () => {
  const Metadata = { empty: '', full: '1' };
  await put('empty', 'x', { Metadata, CacheControl: '' });
  const { url: signed, headers } = await s3.presigner.put('empty-in-url', { metadata: Metadata });
  expect((await fetch(signed, { method: 'PUT', headers, body: 'x' })).status).toBe(200);
  const { url, fields } = await s3.presigner.post('empty-in-form', { metadata: Metadata });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['x']));
  expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
  for (const key of ['empty', 'empty-in-url', 'empty-in-form']) {
    const object = await get(key);
    expect([object.Metadata, object.CacheControl]).toEqual([Metadata, undefined]);
  }
});

test('an object can be read to its end while it is overwritten', async () => {
  const before = randomBytes(2_000_000);
  await put('changing', before);
  const object = await get('changing');
  await put('changing', 'after');
  expect(Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(before)).toBe(true);
  expect(await text('changing')).toBe('after');
});

describe('a range', () => {
  test.each([
    ['bytes=2-4', 'cde', 'bytes 2-4/10'],
    ['bytes=8-', 'ij', 'bytes 8-9/10'],
    ['bytes=-3', 'hij', 'bytes 7-9/10'],
    ['bytes=5-99', 'fghij', 'bytes 5-9/10'],
    ['bytes=-99', 'abcdefghij', 'bytes 0-9/10'],
  ])('%s', async (Range, expected, ContentRange) => {
    await put('range', 'abcdefghij');
    const answer = await get('range', { Range });
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer.ContentRange).toBe(ContentRange);
    expect(await answer.Body?.transformToString()).toBe(expected);
  });

  test('of a large object crosses what is read at once', async () => {
    const bytes = randomBytes(1_000_000);
    await put('range-of-file', bytes);
    const answer = await get('range-of-file', { Range: 'bytes=262140-600000' });
    const range = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    expect(range.equals(bytes.subarray(262_140, 600_001))).toBe(true);
  });

  test('behind the end is refused, nonsense is passed over', async () => {
    await put('range', 'abcdefghij');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
    for (const Range of ['bytes=4-2', 'lines=1-2', 'bytes=0-1,3-4'])
      expect(await text('range', { Range })).toBe('abcdefghij');
  });
});

describe('conditions', () => {
  test('of reading', async () => {
    const { ETag = '' } = await put('condition', 'x');
    const past = new Date(Date.now() - 3_600_000);
    const future = new Date(Date.now() + 3_600_000);
    for (const met of [{ IfMatch: ETag }, { IfNoneMatch: '"other"' }, { IfModifiedSince: past }])
      expect(await text('condition', met)).toBe('x');
    for (const known of [{ IfNoneMatch: ETag }, { IfModifiedSince: future }])
      await expect(get('condition', known)).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    for (const broken of [{ IfMatch: '"other"' }, { IfUnmodifiedSince: past }])
      await expect(get('condition', broken)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('of writing', async () => {
    const { ETag } = await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(put('once', '2', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await put('once', '3', { IfMatch: ETag });
    await expect(put('never', '1', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('of several that must not overwrite, one wins', async () => {
    const tries = Array.from({ length: 8 }, () => put('race', randomBytes(300_000), { IfNoneMatch: '*' }));
    const won = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
  });
});

test('lists by both versions, page by page, keys of every kind', async () => {
  const keys = ['list/a b', 'list/c/1', 'list/c/2', 'list/d&<e', 'list/\u0001', 'list/ü😀'];
  for (const key of keys) await put(key, key);
  const paged: (string | undefined)[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.client.send(
      new ListObjectsV2Command({
        ...{ Bucket, Prefix: 'list/', MaxKeys: 2, EncodingType: 'url' },
        ContinuationToken,
      }),
    );
    expect(page.KeyCount).toBe(page.Contents?.length);
    paged.push(...(page.Contents?.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' '))) ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(new Set(paged)).toEqual(new Set(keys));
  expect(paged).toHaveLength(keys.length);

  const first = { Bucket, Prefix: 'list/', Delimiter: '/', EncodingType: 'url' } as const;
  const { CommonPrefixes, NextMarker, IsTruncated } = await s3.client.send(
    new ListObjectsCommand({ ...first, MaxKeys: 3 }),
  );
  expect({ CommonPrefixes, NextMarker, IsTruncated }).toMatchObject({
    CommonPrefixes: [{ Prefix: 'list/c/' }],
    NextMarker: 'list/c/',
    IsTruncated: true,
  });
  const rest = await s3.client.send(new ListObjectsCommand({ ...first, Marker: NextMarker }));
  expect(rest.Contents?.[0]).toMatchObject({ Key: 'list/d%26%3Ce', Size: 9, Owner: { ID: 'sandbox' } });
  await expect(
    s3.client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'nonsense' })),
  ).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('copies with or without another description, and refuses what would change nothing', async () => {
  const about = { ContentType: 'text/plain', Metadata: { a: '1' }, Tagging: 'team=x' };
  const own = { StorageClass: 'STANDARD_IA', WebsiteRedirectLocation: '/other' };
  await put('source ü', 'text', { ...about, ...own });
  const CopySource = `${Bucket}/${encodeURIComponent('source ü')}`;
  const copy = (Key: string, more = {}) =>
    s3.client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  const { CopyObjectResult } = await copy('same');
  expect(CopyObjectResult?.ETag).toBe((await get('source ü')).ETag);
  const same = await get('same');
  expect(same).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, TagCount: 1 });
  expect(await get('source ü')).toMatchObject(own);
  for (const name in own) expect(same).not.toHaveProperty(name);
  await copy('other', { MetadataDirective: 'REPLACE', ContentType: 'text/css', TaggingDirective: 'REPLACE' });
  const other = await get('other');
  expect(other).toMatchObject({ ContentType: 'text/css', Metadata: {} });
  expect(other.TagCount).toBeUndefined();

  await expect(copy('source ü')).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(copy('x', { CopySourceIfMatch: '"other"' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await expect(copy('x', { CopySource: `${Bucket}/nothing` })).rejects.toMatchObject({ name: 'NoSuchKey' });

  // One that the source has, as the SDK sent it.
  expect(CopyObjectResult).toMatchObject({
    ChecksumCRC32: expect.any(String),
    ChecksumType: 'FULL_OBJECT',
  });

  // The bytes are shared; who goes first takes nothing from the other.
  await put('source ü', 'changed');
  expect(await text('same')).toBe('text');
});

test('copies with another checksum than the source has, also an object to itself', async () => {
  await put('summed', '123456789');
  const CopySource = `${Bucket}/summed`;
  const ChecksumSHA256 = createHash('sha256').update('123456789').digest('base64');
  for (const Key of ['summed-again', 'summed']) {
    const { CopyObjectResult } = await s3.client.send(
      new CopyObjectCommand({ Bucket, Key, CopySource, ChecksumAlgorithm: 'SHA256' }),
    );
    expect(CopyObjectResult).toMatchObject({ ChecksumSHA256, ChecksumType: 'FULL_OBJECT' });
    const object = await get(Key, { ChecksumMode: 'ENABLED' });
    expect(object).toMatchObject({ ChecksumSHA256, ETag: CopyObjectResult?.ETag });
    expect(object.ChecksumCRC32).toBeUndefined();
    expect(await object.Body?.transformToString()).toBe('123456789');
  }
  const unknown = { Bucket, Key: 'summed-again', CopySource, ChecksumAlgorithm: 'CRC16' as 'CRC32' };
  await expect(s3.client.send(new CopyObjectCommand(unknown))).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
});

test.each([
  ['as the SDK asks for it', (key: string) => `${Bucket}/${encodeURIComponent(key)}`],
  ['with a slash before it', (key: string) => `/${Bucket}/${encodeURIComponent(key)}`],
  ['encoded as a whole', (key: string) => encodeURIComponent(`${Bucket}/${key}`)],
  ['encoded as a whole, with a slash before it', (key: string) => encodeURIComponent(`/${Bucket}/${key}`)],
  ['of a version', (key: string) => `${encodeURIComponent(`${Bucket}/${key}`)}?versionId=null`],
])('finds the source of a copy %s', async (_how, sourceOf) => {
  const key = '/a/ü %2F?b.json';
  await put(key, 'source');
  await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'found', CopySource: sourceOf(key) }));
  expect(await text('found')).toBe('source');
});

test('reads a bare plus in the source of a copy as a space, which Ceph does not', async () => {
  await using ceph = await startTestS3({ provider: 'ceph' });
  const copied = async ({ client }: TestS3) => {
    for (const Key of ['a b', 'a+b'])
      await client.send(new PutObjectCommand({ Bucket, Key, Body: `of ${Key}` }));
    await client.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: `${Bucket}/a+b` }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
    return Body?.transformToString();
  };
  expect([await copied(s3), await copied(ceph)]).toEqual(['of a b', 'of a+b']);
});

test('deletes several at once', async () => {
  await put('gone/1', '1');
  await put('gone/2 &', '2');
  const Objects = ['gone/1', 'gone/2 &', 'gone/never'].map((Key) => ({ Key }));
  const { Deleted } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual(['gone/1', 'gone/2 &', 'gone/never']);
  const { KeyCount } = await s3.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'gone/' }));
  expect(KeyCount).toBe(0);
});

test.each(['x-amz-checksum-nothing', 'x-amz-trailer'])(
  'deletes no list whose only checksum is %s',
  async (name) => {
    await using lenient = await startTestS3({ mode: 'warn' });
    const answer = await fetch(`${lenient.url}/${Bucket}?delete`, {
      method: 'POST',
      headers: { [name]: 'x-amz-meta-a' },
      body: '<Delete><Object><Key>a</Key></Object></Delete>',
    });
    expect([answer.status, element(await answer.text(), 'Code')]).toEqual([400, 'InvalidRequest']);
  },
);

describe('a condition of deleting', () => {
  const remove = (Key: string, more = {}) =>
    s3.client.send(new DeleteObjectCommand({ Bucket, Key, ...more }));

  test('keeps an object that has changed', async () => {
    const { ETag } = await put('guarded', '1');
    await put('guarded', '2');
    await expect(remove('guarded', { IfMatch: ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text('guarded')).toBe('2');
    await remove('guarded', { IfMatch: '*' });
    await expect(remove('guarded', { IfMatch: '*' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await remove('guarded');
  });

  test.each([{ IfMatchSize: 99 }, { IfMatchLastModifiedTime: new Date(0) }])(
    'is refused where it is one of directory buckets: %o',
    async (condition) => {
      await put('guarded', '1');
      await expect(remove('guarded', condition)).rejects.toMatchObject({ name: 'NotImplemented' });
      expect(await text('guarded')).toBe('1');
    },
  );

  test('holds for each of several objects', async () => {
    const { ETag } = await put('several/seen', '1');
    for (const key of ['several/changed', 'several/version']) await put(key, 'kept');
    const removeAll = (Objects: ObjectIdentifier[], Quiet: boolean) =>
      s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet } }));
    const refused = [
      { Key: 'several/changed', ETag: ETag ?? '' },
      { Key: 'several/never', ETag: ETag ?? '' },
    ];
    const unknown = { Key: 'several/version', VersionId: 'zzz' };
    const { Deleted, Errors } = await removeAll([{ Key: 'several/seen', ETag }, unknown, ...refused], false);
    expect(Deleted).toEqual([{ Key: 'several/seen' }, unknown]);
    expect(Errors).toMatchObject([
      { Key: 'several/changed', Code: 'PreconditionFailed' },
      { Key: 'several/never', Code: 'NoSuchKey' },
    ]);
    expect((await removeAll(refused, true)).Errors).toHaveLength(2);
    await expect(removeAll([{ Key: 'several/changed', Size: 4 }], true)).rejects.toMatchObject({
      name: 'MalformedXML',
    });
    for (const key of ['several/changed', 'several/version']) expect(await text(key)).toBe('kept');
    await removeAll([{ Key: 'several/version', VersionId: 'null' }], true);
    await expect(text('several/version')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

test('keeps tags and ACLs', async () => {
  await put('tagged', 'x', { Tagging: 'a=1&b=%20', ACL: 'public-read' });
  const tags = async () =>
    (await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' }))).TagSet;
  expect(await tags()).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: ' ' },
  ]);
  const TagSet = [{ Key: 'c + - = . _ : / @', Value: 'ü日 7' }];
  await s3.client.send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet } }));
  expect(await tags()).toEqual(TagSet);
  await s3.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'tagged' }));
  expect(await tags()).toEqual([]);
  const { Grants } = await s3.client.send(new GetObjectAclCommand({ Bucket, Key: 'tagged' }));
  expect(Grants?.map(({ Permission, Grantee }) => [Permission, Grantee?.Type])).toEqual([
    ['FULL_CONTROL', 'CanonicalUser'],
    ['READ', 'Group'],
  ]);
  await expect(put('tagged', 'x', { ACL: 'everything' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test.each([
  ['aws:team', 'x', 'Your TagKey cannot be prefixed with aws:', { TagKey: 'aws:team' }],
  ['AWS:team', 'x', 'Your TagKey cannot be prefixed with aws:', { TagKey: 'AWS:team' }],
  ['ke&y', 'x', 'The TagKey you have provided is invalid', { TagKey: 'ke&y' }],
  ['a\tb', 'x', 'The TagKey you have provided is invalid', { TagKey: 'a\tb' }],
  ['k'.repeat(129), 'x', 'The TagKey you have provided is invalid', {}],
  ['team', 'a,b', 'The TagValue you have provided is invalid', { TagKey: 'team', TagValue: 'a,b' }],
  ['team', '<b>', 'The TagValue you have provided is invalid', { TagValue: '<b>' }],
  ['team', 'v'.repeat(257), 'The TagValue you have provided is invalid', {}],
])('refuses the tag %j: %j', async (Key, Value, message, details) => {
  await put('refused-tag', 'x');
  const refused = { name: 'InvalidTag', message, ...details, $metadata: { httpStatusCode: 400 } };
  const input = { Bucket, Key: 'refused-tag', Tagging: { TagSet: [{ Key, Value }] } };
  await expect(s3.client.send(new PutObjectTaggingCommand(input))).rejects.toMatchObject(refused);
  const Tagging = new URLSearchParams({ [Key]: Value }).toString();
  await expect(put('refused-tag', 'x', { Tagging })).rejects.toMatchObject(refused);
});

test('makes, names and removes buckets', async () => {
  await s3.client.send(new CreateBucketCommand({ Bucket: 'second' }));
  const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, 'second']);
  const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'second' }));
  expect(LocationConstraint).toBe('eu-central-1');
  await s3.client.send(new PutObjectCommand({ Bucket: 'second', Key: 'a', Body: '' }));
  await expect(s3.client.send(new DeleteBucketCommand({ Bucket: 'second' }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  });
  await s3.client.send(
    new DeleteObjectsCommand({ Bucket: 'second', Delete: { Objects: [{ Key: 'a' }], Quiet: true } }),
  );
  await s3.client.send(new DeleteBucketCommand({ Bucket: 'second' }));
  await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'second' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await expect(s3.client.send(new CreateBucketCommand({ Bucket: 'No' }))).rejects.toMatchObject({
    name: 'InvalidBucketName',
  });
});

test('makes buckets in its own region alone', async () => {
  const make = (LocationConstraint: string, to = s3, Name = 'somewhere') =>
    to.client.send(
      new CreateBucketCommand({
        Bucket: Name,
        CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never },
      }),
    );
  await expect(make('ap-south-1')).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
    message:
      'The ap-south-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
    $metadata: { httpStatusCode: 400 },
  });
  await make('eu-central-1');
  await s3.client.send(new DeleteBucketCommand({ Bucket: 'somewhere' }));
  await make('');
  await s3.client.send(new DeleteBucketCommand({ Bucket: 'somewhere' }));

  await using oldest = await startTestS3({ region: 'us-east-1' });
  await make('us-east-1', oldest);
  await expect(make('eu-west-1', oldest, 'elsewhere')).rejects.toMatchObject({ name: 'NotImplemented' });
  await using ireland = await startTestS3({ region: 'eu-west-1' });
  await make('EU', ireland);
  const { Buckets } = await oldest.client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, 'somewhere']);
});

test('lists buckets by page, prefix and region', async () => {
  await using other = await startTestS3({ buckets: ['a-1', 'a-2', 'a-3', 'b-1'] });
  const list = (input: ListBucketsCommandInput) => other.client.send(new ListBucketsCommand(input));
  const pages: unknown[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await list({ Prefix: 'a-', MaxBuckets: 2, ContinuationToken });
    expect(page.Prefix).toBe('a-');
    pages.push(page.Buckets?.map(({ Name }) => Name));
    ({ ContinuationToken } = page);
  } while (ContinuationToken !== undefined);
  expect(pages).toEqual([['a-1', 'a-2'], ['a-3']]);
  expect((await list({ BucketRegion: 'eu-central-1' })).Buckets).toHaveLength(4);
  expect((await list({ BucketRegion: 'ap-south-1' })).Buckets ?? []).toEqual([]);
  for (const input of [{ MaxBuckets: 0 }, { MaxBuckets: 10_001 }, { ContinuationToken: 'none' }])
    await expect(list(input)).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test.each<[string, () => Promise<unknown>]>([
  ['PutObject gives rights', () => put('undone', 'x', { GrantRead: 'id="somebody"' })],
  ['PutObject writes behind what is there', () => put('undone', 'x', { WriteOffsetBytes: 1 })],
  [
    'PutObjectAcl gives rights',
    () =>
      s3.client.send(
        new PutObjectAclCommand({ Bucket, Key: 'undone', ACL: 'private', GrantRead: 'id="somebody"' }),
      ),
  ],
  [
    'CreateBucket locks objects',
    () => s3.client.send(new CreateBucketCommand({ Bucket: 'undone', ObjectLockEnabledForBucket: true })),
  ],
  [
    'CreateBucket gives rights',
    () => s3.client.send(new CreateBucketCommand({ Bucket: 'undone', GrantRead: 'id="somebody"' })),
  ],
])('refuses what it does not do: %s', async (_what, send) => {
  await put('undone', 'before');
  await expect(send()).rejects.toMatchObject({
    name: 'NotImplemented',
    $metadata: { httpStatusCode: 501 },
  });
  expect(await text('undone')).toBe('before');
  await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'undone' }))).rejects.toThrow();
});

test('says of what it cannot do that it cannot', async () => {
  const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket }));
  expect(Status).toBeUndefined();
  const notImplemented = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } };
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await expect(
    s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration })),
  ).rejects.toMatchObject(notImplemented);
  await expect(s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))).rejects.toMatchObject(
    notImplemented,
  );
});

test.each([
  ['a key of more than 1024 bytes', { Key: 'ü'.repeat(513) }, 'KeyTooLongError'],
  ['metadata of more than 2 KB', { Metadata: { a: 'x'.repeat(2048) } }, 'MetadataTooLarge'],
  ['an unknown encryption', { ServerSideEncryption: 'rot13' as never }, 'InvalidArgument'],
  ['an unknown storage class', { StorageClass: 'CHEAP' as never }, 'InvalidStorageClass'],
  [
    'eleven tags',
    { Tagging: Array.from({ length: 11 }, (_, at) => `k${at}=v`).join('&') },
    'InvalidArgument',
  ],
  ['a tag that stands twice', { Tagging: 'a=1&a=2' }, 'InvalidArgument'],
])('refuses %s', async (_name, input, name) => {
  await expect(
    s3.client.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: '', ...input })),
  ).rejects.toMatchObject({ name });
});

describe('a name of metadata that no header can have is refused, and not stored', () => {
  // What is let in must be answered again, also when signatures are not asked for.
  const isRefused = async (send: (url: string) => Promise<Response>) => {
    await using lenient = await startTestS3({ mode: 'warn' });
    const answer = await send(`${lenient.url}/${Bucket}`);
    const xml = await answer.text();
    expect([answer.status, element(xml, 'Code')]).toEqual([400, 'InvalidArgument']);
    const { KeyCount } = await lenient.client.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(0);
  };

  test.each(['ä', 'a b', '(x)', 'a:b'])('%o', async (name) => {
    const field = `x-amz-meta-${name}`;
    const form = new FormData();
    for (const [key, value] of Object.entries({ key: 'named', [field]: '1', file: new Blob(['x']) }))
      form.append(key, value);
    await isRefused((url) => fetch(url, { method: 'POST', body: form }));
    await isRefused((url) =>
      fetch(`${url}/named?${encodeURIComponent(field)}=1`, { method: 'PUT', body: 'x' }),
    );
  });
});
