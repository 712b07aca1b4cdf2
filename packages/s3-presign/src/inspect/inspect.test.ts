import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPresigner, isPresignError, NotPresignedError, type PresignerOptions } from '../index.ts';
import { inspect } from './inspect.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const signedAt = new Date('2026-03-01T12:00:00Z');
const now = () => signedAt;
const later = (seconds: number) => () => new Date(signedAt.getTime() + seconds * 1000);
const presigner = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now, ...options });
const codes = (answer: { warnings: readonly { code: string }[] }) => answer.warnings.map(({ code }) => code);

/** A form with any policy; `inspect` does not look at signatures. */
function form(
  conditions: unknown[],
  fields: Record<string, string> = { key: 'a' },
  expiration = '2026-03-01T13:00:00Z',
) {
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  const auth = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request',
    'X-Amz-Date': '20260301T120000Z',
  };
  return {
    url: 'https://results.s3.eu-central-1.amazonaws.com/',
    fields: { ...fields, ...auth, Policy: policy, 'X-Amz-Signature': 'f'.repeat(64) },
    covering: auth,
  };
}
const COVERING = [
  { bucket: 'results' },
  { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
  ['starts-with', '$x-amz-credential', ''],
  ['starts-with', '$x-amz-date', ''],
];

describe('a URL', () => {
  test('is told apart, from the object and from the bare text', async () => {
    const presigned = await presigner().put('runs/a b+ü.json', {
      expiresIn: 600,
      contentType: 'application/json',
      metadata: { trip: '7' },
    });
    const answer = inspect(presigned, { now: later(60) });
    expect(answer).toEqual({
      kind: 'url',
      method: 'PUT',
      signatureVersion: 4,
      endpoint: 'results.s3.eu-central-1.amazonaws.com',
      style: 'virtual-host',
      bucket: 'results',
      key: 'runs/a b+ü.json',
      region: 'eu-central-1',
      accessKeyId: 'AKIDEXAMPLE',
      hasSessionToken: false,
      signedAt,
      expiresAt: presigned.expiresAt,
      expired: false,
      remainingSeconds: 540,
      signedHeaders: ['content-type', 'host'],
      hoistedHeaders: { 'x-amz-meta-trip': '7' },
      warnings: [{ code: 'NoSizeLimit', message: expect.stringContaining('5 GiB') }],
    });
    expect(inspect(presigned.url, { now: later(60) })).toEqual({ ...answer, method: undefined });
    expect(inspect(new URL(presigned.url), { now: later(60), method: 'put' })).toEqual(answer);
  });

  test('ends at its last second', async () => {
    const { url } = await presigner().get('a', { expiresIn: 60 });
    expect(inspect(url, { now: later(59) })).toMatchObject({ expired: false, remainingSeconds: 1 });
    const ended = inspect(url, { now: later(60) });
    expect(ended).toMatchObject({ expired: true, remainingSeconds: 0 });
    expect(codes(ended)).toEqual(['Expired']);
    expect(codes(inspect(url, { now: later(-16 * 60) }))).toEqual(['NotYetValid']);
  });

  test.each([
    ['https://results.s3.eu-central-1.amazonaws.com/a/b', 'virtual-host', 'results', 'a/b'],
    ['https://s3.eu-central-1.amazonaws.com/my.bucket/a/b', 'path', 'my.bucket', 'a/b'],
    ['https://my.s3.bucket.s3.dualstack.us-east-1.amazonaws.com/a', 'virtual-host', 'my.s3.bucket', 'a'],
    ['https://results.s3-accelerate.amazonaws.com/a', 'virtual-host', 'results', 'a'],
    ['https://results.s3.cn-north-1.amazonaws.com.cn/a', 'virtual-host', 'results', 'a'],
    [
      'https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/a',
      'virtual-host',
      'b--usw2-az1--x-s3',
      'a',
    ],
    [
      'https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a',
      'virtual-host',
      'ap-123456789012',
      'a',
    ],
    ['https://s3-us-west-2.amazonaws.com/results/a', 'path', 'results', 'a'],
    [`https://results.${'0a'.repeat(16)}.r2.cloudflarestorage.com/a`, 'virtual-host', 'results', 'a'],
    [`https://${'0a'.repeat(16)}.r2.cloudflarestorage.com/results/a`, 'path', 'results', 'a'],
    ['https://results.s3.us-west-004.backblazeb2.com/a', 'virtual-host', 'results', 'a'],
    ['https://s3.example.com:8443/results//a', 'path', 'results', '/a'],
    ['http://127.0.0.1:9000/results/a', 'path', 'results', 'a'],
    ['http://[::1]:9000/results/a', 'path', 'results', 'a'],
    ['http://results.localhost:9000/a', 'virtual-host', 'results', 'a'],
    ['http://minio:9000/results', 'path', 'results', undefined],
    ['https://files.example.com/a/b', undefined, undefined, undefined],
  ])('%s', (start, style, bucket, key) => {
    const url = `${start}?X-Amz-Signature=ff`;
    expect(inspect(url)).toMatchObject({ style, bucket, key });
  });

  test('of a host that tells nothing is located by the bucket', () => {
    const url = (start: string) => `${start}?X-Amz-Signature=ff`;
    expect(inspect(url('https://results.files.example.com/a/b'), { bucket: 'results' })).toMatchObject({
      style: 'virtual-host',
      key: 'a/b',
    });
    expect(
      inspect(url('https://files.example.com/storage/v1/s3/results/a/b'), { bucket: 'results' }),
    ).toMatchObject({ style: 'path', key: 'a/b' });
  });

  test('of the AWS SDK: method from x-id, and the checksum of an empty body', async () => {
    const client = new S3Client({ region: 'eu-central-1', credentials });
    const url = await getSignedUrl(
      client,
      new PutObjectCommand({ Bucket: 'results', Key: 'a', ContentType: 'text/plain' }),
      { signingDate: signedAt },
    );
    const answer = inspect(url, { now });
    expect(answer.method).toBe('PUT');
    expect(answer.hoistedHeaders).toMatchObject({ 'x-amz-checksum-crc32': 'AAAAAA==' });
    expect(codes(answer)).toEqual(['BakedChecksum', 'OpenContentType', 'NoSizeLimit']);
    const get = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'results', Key: 'a' }), {
      signingDate: signedAt,
    });
    expect(inspect(get, { now })).toMatchObject({ method: 'GET', warnings: [] });
  });

  test('of signature version 2', () => {
    const url =
      'https://results.s3.amazonaws.com/a%20b?AWSAccessKeyId=AKIDEXAMPLE&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D&Expires=1772366460&x-amz-security-token=tok';
    expect(inspect(url, { now })).toMatchObject({
      signatureVersion: 2,
      accessKeyId: 'AKIDEXAMPLE',
      key: 'a b',
      hasSessionToken: true,
      expiresAt: new Date('2026-03-01T12:01:00Z'),
      remainingSeconds: 60,
      warnings: [{ code: 'SigV2' }],
    });
  });

  test('of a multi-region access point, with signature version 4a', () => {
    const url =
      'https://m.accesspoint.s3-global.amazonaws.com/a?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Fs3%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=60&X-Amz-Region-Set=us-west-1%2Ceu-west-1&X-Amz-SignedHeaders=host&X-Amz-Signature=ff';
    expect(inspect(url, { now })).toMatchObject({
      bucket: 'm.accesspoint',
      region: 'us-west-1,eu-west-1',
      accessKeyId: 'AKIDEXAMPLE',
      hoistedHeaders: {},
      remainingSeconds: 60,
      warnings: [],
    });
  });

  test('warns of what is risky', async () => {
    const http = await presigner({ endpoint: 'http://s3.example.com' }).get('a');
    expect(codes(inspect(http, { now }))).toEqual(['InsecureTransport']);
    const posing = await presigner({ endpoint: 'http://127.0.0.1.example.com' }).get('a');
    expect(codes(inspect(posing, { now }))).toEqual(['InsecureTransport']);
    const local = await presigner({ endpoint: 'http://127.0.0.1:9000' }).get('a');
    expect(codes(inspect(local, { now }))).toEqual([]);
    const long = await presigner({ credentials: { ...credentials, sessionToken: 'tok' } }).get('a', {
      expiresIn: 86_401,
    });
    expect(inspect(long, { now })).toMatchObject({ hasSessionToken: true });
    expect(codes(inspect(long, { now }))).toEqual(['LongLife', 'TemporaryCredentials']);
    expect(codes(inspect(await presigner().put('a'), { now }))).toEqual(['OpenContentType', 'NoSizeLimit']);
  });

  test('for an upload has no limit of size but the one that is signed', async () => {
    const open = await presigner().put('a', { contentType: 'text/csv' });
    const sized = await presigner().put('a', { contentType: 'text/csv', contentLength: 5 });
    expect(codes(inspect(open, { now }))).toEqual(['NoSizeLimit']);
    expect(codes(inspect(sized, { now }))).toEqual([]);
    const v2 = 'https://results.s3.amazonaws.com/a?AWSAccessKeyId=AKIDEXAMPLE&Signature=s&Expires=1772366460';
    expect(codes(inspect(v2, { now, method: 'PUT' }))).toEqual(['SigV2', 'NoSizeLimit']);
    // A part's size is seen by whoever completes the upload.
    const part = await presigner().uploadPart('a', { uploadId: 'u', partNumber: 1 });
    expect(codes(inspect(part, { now }))).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['a content type', 'X-Amz-SignedHeaders=content-type%3Bhost', ['NoSizeLimit']],
    ['a size', 'X-Amz-SignedHeaders=content-length%3Bhost', ['OpenContentType']],
    ['an ACL', 'x-amz-acl=private&X-Amz-SignedHeaders=host', ['OpenContentType', 'NoSizeLimit']],
    ['metadata', 'X-Amz-SignedHeaders=host%3Bx-amz-meta-trip', ['OpenContentType', 'NoSizeLimit']],
    // What may be a download, or a request without a body of the sender's choice.
    ['nothing', 'X-Amz-SignedHeaders=host', []],
    ['If-None-Match', 'X-Amz-SignedHeaders=host%3Bif-none-match', []],
    ['a copy', 'x-amz-acl=private&X-Amz-SignedHeaders=host%3Bx-amz-copy-source', []],
    ['the begin of an upload in parts', 'uploads=&x-amz-acl=private&X-Amz-SignedHeaders=host', []],
    ['its end', 'uploadId=u&X-Amz-SignedHeaders=content-type%3Bhost', []],
    ['the ACL of what is there', 'acl=&x-amz-acl=private&X-Amz-SignedHeaders=host', []],
  ])('of unknown method is for an upload if it is signed for %s', async (_, query, expected) => {
    const { url } = await presigner().get('a');
    const signed = url.replace('X-Amz-SignedHeaders=host', query).replace('&x-id=GetObject', '');
    expect(inspect(signed, { now }).method).toBeUndefined();
    expect(codes(inspect(signed, { now }))).toEqual(expected);
  });

  test('for a PUT of something else is none for an upload', async () => {
    const url = `${(await presigner().put('a')).url}&tagging=`;
    expect(codes(inspect(url, { now, method: 'PUT' }))).toEqual([]);
  });

  test('of S3 Express is signed by a session of five minutes', async () => {
    const express = (expires: number) =>
      `https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Fus-east-1%2Fs3express%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=${expires}&X-Amz-S3session-Token=session-token&X-Amz-SignedHeaders=host&X-Amz-Signature=ff`;
    const answer = inspect(express(301), { now });
    expect(answer).toMatchObject({ hasSessionToken: true, hoistedHeaders: {}, region: 'us-east-1' });
    expect(answer.warnings).toEqual([
      { code: 'TemporaryCredentials', message: expect.stringContaining('five minutes') },
    ]);
    expect(codes(inspect(express(300), { now }))).toEqual([]);
  });

  test('with user and password is told without them', async () => {
    const { url } = await presigner().get('a');
    const answer = inspect(url.replace('https://', 'https://me:pass-word@'), { now });
    expect(answer).toEqual({
      ...inspect(url, { now }),
      warnings: [expect.objectContaining({ code: 'UserInfo' })],
    });
    expect(JSON.stringify(answer)).not.toMatch(/me:|pass-word/);
    const { fields } = await presigner().post('a', { contentLengthRange: [1, 9] });
    const form = inspect(
      { url: 'https://me:pass-word@results.s3.eu-central-1.amazonaws.com/', fields },
      { now },
    );
    expect(form).toMatchObject({ bucket: 'results', warnings: [{ code: 'UserInfo' }] });
    expect(JSON.stringify(form)).not.toMatch(/me:|pass-word/);
    expect(codes(inspect('http://me:pass-word@localhost:9000/b/a?X-Amz-Signature=ff'))).not.toContain(
      'InsecureTransport',
    );
  });

  test('that S3 would refuse for its form is told with warnings', async () => {
    const { url } = await presigner().get('a');
    const altered = (from: RegExp | string, to: string) => codes(inspect(url.replace(from, to), { now }));
    expect(altered(/X-Amz-Date=[^&]*&/, '')).toEqual(['MissingPart']);
    expect(altered(/X-Amz-Date=[^&]*/, 'X-Amz-Date=2026-03-01')).toEqual(['Malformed']);
    expect(altered(/X-Amz-Expires=900/, 'X-Amz-Expires=604801')).toEqual(['Malformed']);
    expect(altered('X-Amz-Expires=900', 'X-Amz-Expires=900&X-Amz-Expires=901')).toEqual(['DuplicateName']);
    expect(altered('SignedHeaders=host', 'SignedHeaders=range')).toEqual(['Malformed']);
    expect(altered('%2F20260301%2F', '%2F20260302%2F')).toEqual(['Malformed']);
    expect(altered('AWS4-HMAC-SHA256', 'AWS3-HMAC-SHA1')).toEqual(['Malformed']);
    expect(altered('.com/a?', '.com/../a?')).toEqual(['UnreachableKey']);
    const escaped = inspect(url.replaceAll('&', '&amp;'), { now });
    expect(escaped).toMatchObject({ signedAt, region: 'eu-central-1' });
    expect(codes(escaped)).toEqual(['HtmlEscaped']);
  });
});

describe('a form', () => {
  test('is told apart, its conditions in words', async () => {
    const presigned = await presigner().post('runs/1.json', {
      expiresIn: 600,
      contentType: 'application/json',
      metadata: { trip: '7', driver: { startsWith: '' } },
      contentLengthRange: [1, 1000],
    });
    expect(inspect(presigned, { now })).toEqual({
      kind: 'post',
      method: 'POST',
      signatureVersion: 4,
      endpoint: 'results.s3.eu-central-1.amazonaws.com',
      style: 'virtual-host',
      bucket: 'results',
      key: 'runs/1.json',
      region: 'eu-central-1',
      accessKeyId: 'AKIDEXAMPLE',
      hasSessionToken: false,
      signedAt,
      expiresAt: presigned.expiresAt,
      expired: false,
      remainingSeconds: 600,
      conditions: expect.arrayContaining([
        'bucket must be "results"',
        'key must be "runs/1.json"',
        'content-type must be "application/json"',
        'x-amz-meta-trip must be "7"',
        'x-amz-meta-driver must be there, with any value',
        'the file must have 1 to 1000 bytes',
      ]),
      contentLengthRange: [1, 1000],
      senderFields: ['x-amz-meta-driver'],
      warnings: [],
    });
  });

  test('of the AWS SDK, and of one whose key stays with the sender', async () => {
    const sdk = await createPresignedPost(new S3Client({ region: 'eu-central-1', credentials }), {
      Bucket: 'results',
      Key: 'in/${filename}',
    });
    expect(codes(inspect(sdk))).toEqual(['OpenKey', 'NoSizeLimit']);
    const open = await presigner().post(
      { startsWith: '' },
      { contentType: { startsWith: '' }, expiresIn: 90_000 },
    );
    expect(codes(inspect(open, { now }))).toEqual(['LongLife', 'OpenKey', 'OpenContentType', 'NoSizeLimit']);
    expect(inspect(open, { now }).warnings[1]?.message).toContain('any key of the bucket');
  });

  test('is located by its bucket condition', async () => {
    const { url, fields } = await presigner({
      endpoint: 'https://files.example.com/base',
      forcePathStyle: true,
    }).post('a');
    expect(inspect({ url, fields }, { now })).toMatchObject({ style: 'path', bucket: 'results', key: 'a' });
  });

  test('posted to another bucket than its policy names', async () => {
    const { fields } = await presigner().post('a', { contentLengthRange: [1, 9] });
    const found = (url: string, bucket?: string) => inspect({ url, fields, bucket }, { now }).warnings;
    const elsewhere = [
      { code: 'ImpossibleCondition', message: expect.stringContaining('bucket must be "results"') },
    ];
    expect(found('https://other.s3.eu-central-1.amazonaws.com/')).toEqual(elsewhere);
    expect(found('https://other.s3.eu-central-1.amazonaws.com/', 'results')).toEqual(elsewhere);
    expect(found('https://s3.eu-central-1.amazonaws.com/other')).toEqual(elsewhere);
    expect(found('https://results.s3.eu-central-1.amazonaws.com/')).toEqual([]);
    expect(found('https://s3.eu-central-1.amazonaws.com/results')).toEqual([]);
    // A proxy may stand there, that knows the bucket.
    expect(found('https://s3.example.com/upload')).toEqual([]);
    const arn = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/my-ap';
    const url = 'https://my-ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/';
    const covering = [{ bucket: arn }, ...COVERING.slice(1), { key: 'a' }, ['content-length-range', 1, 9]];
    const ofPoint = inspect({ ...form(covering), url }, { now }).warnings.filter(({ message }) =>
      message.includes('bucket'),
    );
    expect(ofPoint).toEqual([]);
  });

  test.each<[string, unknown[], string[], Record<string, string>?]>([
    ['no bucket', [...COVERING.slice(1), { key: 'a' }], ['MissingBucketCondition']],
    ['an uncovered field', [...COVERING, { key: 'a' }], ['UncoveredField'], { key: 'a', acl: 'private' }],
    ['an ignored field', [...COVERING, { key: 'a' }], [], { key: 'a', 'x-ignore-me': '1' }],
    ['a value that the form does not hold', [...COVERING, { key: 'b' }], ['ImpossibleCondition']],
    [
      'an exact placeholder',
      [...COVERING, { key: 'in/${filename}' }],
      ['ImpossibleCondition'],
      { key: 'in/${filename}' },
    ],
    [
      'a placeholder out of the prefix',
      [...COVERING, ['starts-with', '$key', 'out/']],
      ['ImpossibleCondition', 'OpenKey'],
      { key: 'in/${filename}' },
    ],
    ['no dollar', [...COVERING, { key: 'a' }, ['eq', 'acl', 'private']], ['ImpossibleCondition']],
    [
      'a reversed range',
      [...COVERING, { key: 'a' }, ['content-length-range', 10, 1]],
      ['ImpossibleCondition', 'ImpossibleCondition'],
    ],
    [
      'two values for one field',
      [...COVERING, { key: 'a' }, { acl: 'private' }, { acl: 'public-read' }],
      ['ImpossibleCondition'],
    ],
    [
      'two prefixes that clash',
      [...COVERING, { key: 'a' }, ['starts-with', '$acl', 'p'], ['starts-with', '$acl', 'bucket']],
      ['ImpossibleCondition'],
    ],
    [
      'starts-with where S3 takes exact values alone',
      [...COVERING, { key: 'a' }, ['starts-with', '$success_action_status', '2']],
      ['ImpossibleCondition'],
    ],
  ])('warns of %s', (_, conditions, expected, fields) => {
    const answer = inspect(form([['content-length-range', 1, 9], ...conditions], fields), { now });
    // Of the signature's own fields the helper covers two loosely, which S3 does not take.
    const found = answer.warnings.filter(({ message }) => !/x-amz-(credential|date)/.test(message));
    expect(found.map(({ code }) => code)).toEqual(expected);
  });

  test('whose policy is nested beyond any stack is read to its end', () => {
    const deep = `${'['.repeat(14_000)}${']'.repeat(14_000)}`;
    const text = `{"expiration":"2026-03-01T13:00:00Z","conditions":[["eq","$acl",${deep}]]}`;
    const fields = { key: 'a', policy: Buffer.from(text).toString('base64') };
    const answer = inspect({ url: 'https://s3.example.com/b', fields }, { now });
    expect(answer.conditions).toEqual(['no form can meet a condition with eq $acl']);
  });

  test('whose parts S3 cannot read is told with warnings', () => {
    const { url, fields } = form([...COVERING, { key: 'a' }]);
    const policy = (text: string) =>
      codes(inspect({ url, fields: { ...fields, Policy: Buffer.from(text).toString('base64') } }, { now }));
    expect(policy('{')).toEqual(['Malformed']);
    expect(policy('{"expiration":"2026-03-01T13:00:00+01:00","conditions":[]}')).toEqual(['Malformed']);
    expect(policy('{"expiration":"2026-03-01T13:00:00Z","conditions":[{"a":"1","b":"2"}]}')).toEqual([
      'Malformed',
    ]);
    const { 'X-Amz-Date': _, ...undated } = fields;
    expect(codes(inspect({ url, fields: undated }, { now }))).toContain('MissingPart');
    expect(codes(inspect({ url, fields: { ...fields, KEY: 'a' } }, { now }))).toContain('DuplicateName');
    expect(
      codes(inspect({ url, fields: { ...fields, 'x-ignore-me': 'x'.repeat(20_481) } }, { now })),
    ).toContain('FormTooLarge');
    expect(codes(inspect(form([], {}, '2026-03-01T12:00:00Z'), { now }))).toContain('Expired');
  });

  test('of signature version 2', () => {
    const { url, fields } = form([{ bucket: 'results' }, { key: 'a' }]);
    const answer = inspect(
      { url, fields: { key: 'a', AWSAccessKeyId: 'AKIDEXAMPLE', policy: fields.Policy, signature: 'sig=' } },
      { now },
    );
    expect(answer).toMatchObject({ signatureVersion: 2, accessKeyId: 'AKIDEXAMPLE', key: 'a' });
    expect(codes(answer)).toEqual(['SigV2', 'NoSizeLimit']);
  });
});

describe('refuses', () => {
  test.each([
    ['no URL', 'hello'],
    ['a URL that is not presigned', 'https://results.s3.amazonaws.com/a?x=1'],
    ['half of a version 2 signature', 'https://results.s3.amazonaws.com/a?Signature=x&Expires=1'],
    ['a broken escape', 'https://results.s3.amazonaws.com/%zz?X-Amz-Signature=ff'],
    ['another scheme', 'ftp://results.example.com/a?X-Amz-Signature=ff'],
    ['a form without policy', { url: 'https://results.s3.amazonaws.com/', fields: { key: 'a' } }],
    ['fields that are none', { url: 'https://results.s3.amazonaws.com/', fields: 'key=a' }],
    ['an object without url', {}],
    ['nothing', undefined],
    ['null', null],
  ])('%s', (_, target) => {
    const inspecting = () => inspect(target as string);
    expect(inspecting).toThrow(NotPresignedError);
    expect(inspecting).toThrow(expect.objectContaining({ name: 'NotPresignedError', code: 'NotPresigned' }));
    try {
      inspecting();
    } catch (error) {
      expect(isPresignError(error)).toBe(true);
    }
  });

  test('a URL that is too long, and says so', () => {
    const url = `https://results.s3.amazonaws.com/a?X-Amz-Signature=ff&x=${'x'.repeat(20_000)}`;
    expect(() => inspect(url)).toThrow(/too long/);
    expect(() => inspect('hello')).toThrow(/This is no URL/);
  });

  test('nothing else, and with no other error, whatever it is given', () => {
    const name = fc.oneof(
      fc.constantFrom('X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Credential', 'X-Amz-SignedHeaders', 'Expires'),
      fc.string(),
    );
    const query = fc.array(fc.tuple(name, fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(fc.webUrl(), query, (start, pairs) => {
        const text = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
        const url = `${start}?X-Amz-Signature=ff&${text.join('&')}`;
        expect(inspect(url).kind).toBe('url');
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (conditions, more) => {
        const policy = Buffer.from(
          JSON.stringify({ expiration: '2026-03-01T13:00:00Z', conditions }),
        ).toString('base64');
        const fields = { ...more, policy } as Record<string, string>;
        expect(inspect({ url: 'https://s3.example.com/b', fields }).kind).toBe('post');
      }),
    );
  });
});

test('answers without signature, token and policy', async () => {
  const secret = presigner({ credentials: { ...credentials, sessionToken: 'session-token-of-the-test' } });
  const url = await secret.put('a');
  const post = await secret.post('a');
  const { fields } = form([
    ['$x-amz-security-token', 'session-token-of-the-test'],
    ['eq', 'x', 'session-token-of-the-test'],
  ]);
  const told = JSON.stringify([
    inspect(url),
    inspect(post),
    inspect({ url: 'https://s3.example.com/b', fields }),
    inspect(`${url.url}&x-amz-server-side-encryption-customer-key=c2VjcmV0LXNzZS1j`),
  ]);
  const signature = new URL(url.url).searchParams.get('X-Amz-Signature') ?? 'none';
  for (const secretText of [
    'c2VjcmV0LXNzZS1j',
    signature,
    post.fields.Policy,
    post.fields['X-Amz-Signature'],
  ])
    expect(told).not.toContain(secretText);
  expect(told).not.toContain('session-token-of-the-test');
});
