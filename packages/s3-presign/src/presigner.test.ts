import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import {
  createPresigner,
  isPresignError,
  type PostOptions,
  type PresignerOptions,
  type PutOptions,
} from './index.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const now = () => new Date('2026-03-01T12:00:00.900Z');
const presigner = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now, ...options });
const query = (url: string) => Object.fromEntries(new URL(url).searchParams);
const policyOf = (fields: Readonly<Record<string, string>>) =>
  JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString());

describe('a presigned URL', () => {
  test('is what AWS expects of a plain PUT', async () => {
    const presigned = await presigner().put('runs/1.json', { expiresIn: 60 });
    expect({ ...presigned, url: '' }).toEqual({
      method: 'PUT',
      url: '',
      headers: {},
      bucket: 'results',
      key: 'runs/1.json',
      expiresAt: new Date('2026-03-01T12:01:00Z'),
    });
    expect(presigned.url).toMatch(/^https:\/\/results\.s3\.eu-central-1\.amazonaws\.com\/runs\/1\.json\?/);
    expect(query(presigned.url)).toEqual({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request',
      'X-Amz-Date': '20260301T120000Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('bakes in no checksum of an empty body, with a client of the caller too', async () => {
    const client = new S3Client({ region: 'eu-central-1', credentials });
    const { url } = await createPresigner({ bucket: 'results', client }).put('a');
    expect(url.toLowerCase()).not.toMatch(/checksum|crc32/);
  });

  test('lists exactly the headers that must be sent; the rest rides in the URL', async () => {
    const { headers, url } = await presigner().put('a', {
      contentType: 'application/json',
      contentLength: 0,
      cacheControl: 'no-store',
      checksumSha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      ifNoneMatch: '*',
      serverSideEncryption: 'aws:kms',
      sseKmsKeyId: 'alias/results',
      acl: 'private',
      metadata: { Trip: '7' },
      tagging: { team: 'a b' },
      storageClass: 'STANDARD_IA',
    });
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'content-length': '0',
      'content-type': 'application/json',
      'if-none-match': '*',
      'x-amz-checksum-sha256': '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'alias/results',
    });
    expect(query(url)['X-Amz-SignedHeaders']).toBe(['host', ...Object.keys(headers)].sort().join(';'));
    expect(query(url)).toMatchObject({
      'x-amz-acl': 'private',
      'x-amz-meta-trip': '7',
      'x-amz-tagging': 'team=a%20b',
      'x-amz-storage-class': 'STANDARD_IA',
    });
  });

  test('overrides response headers of a GET', async () => {
    const { url, method } = await presigner().get('a', {
      responseContentDisposition: 'attachment; filename="a b.json"',
      responseExpires: new Date('2026-03-02T00:00:00Z'),
      versionId: 'v1',
    });
    expect(method).toBe('GET');
    expect(query(url)).toMatchObject({
      'response-content-disposition': 'attachment; filename="a b.json"',
      'response-expires': 'Mon, 02 Mar 2026 00:00:00 GMT',
      versionId: 'v1',
    });
  });

  const customerKey = {
    sseCustomerKey: Buffer.alloc(32, 7).toString('base64'),
    sseCustomerKeyMd5: createHash('md5').update(Buffer.alloc(32, 7)).digest('base64'),
  };

  test('sends a key of the caller along, and prints none of it', async () => {
    const headers = {
      'x-amz-server-side-encryption-customer-algorithm': 'AES256',
      'x-amz-server-side-encryption-customer-key': customerKey.sseCustomerKey,
      'x-amz-server-side-encryption-customer-key-md5': customerKey.sseCustomerKeyMd5,
    };
    const part = { uploadId: 'u', partNumber: 1, ...customerKey };
    for (const presigned of [
      await presigner().put('a', customerKey),
      await presigner().get('a', customerKey),
      await presigner().uploadPart('a', part),
      // S3's MD5 of the key is made where it is not given.
      await presigner().put('a', { sseCustomerKey: customerKey.sseCustomerKey }),
    ]) {
      expect(presigned.headers).toEqual(headers);
      expect(presigned.url).not.toContain(encodeURIComponent(customerKey.sseCustomerKey));
      expect(inspect(presigned) + JSON.stringify(presigned)).not.toContain(customerKey.sseCustomerKey);
    }
    const { fields } = await presigner().post('a', customerKey);
    expect(fields).toMatchObject(headers);
    expect(inspect(fields)).not.toContain(customerKey.sseCustomerKey);
  });

  test('of a part of an object, and with a time at which caches forget it', async () => {
    expect((await presigner().get('a', { range: 'bytes=0-99' })).headers).toEqual({ range: 'bytes=0-99' });
    expect((await presigner().put('a', { expires: new Date('2026-03-02T00:00:00Z') })).headers).toEqual({
      expires: 'Mon, 02 Mar 2026 00:00:00 GMT',
    });
    for (const range of ['0-99', 'bytes=', 'bytes=-', 'bytes=0-1,5-6', 'bytes=0-1\r\nx: y'])
      await expect(presigner().get('a', { range })).rejects.toMatchObject({
        code: 'InvalidOption',
        option: 'range',
      });
  });

  test('for HEAD, DELETE, a part, and any command', async () => {
    expect((await presigner().head('a')).method).toBe('HEAD');
    expect((await presigner().delete('a')).method).toBe('DELETE');
    const part = await presigner().uploadPart('a', { uploadId: 'U/1', partNumber: 2 });
    expect(query(part.url)).toMatchObject({ uploadId: 'U/1', partNumber: '2' });
    const { url } = await presigner().command(new HeadObjectCommand({ Bucket: 'results', Key: 'a' }), {
      expiresIn: 5,
    });
    expect(query(url)).toMatchObject({ 'X-Amz-Expires': '5', 'X-Amz-Date': '20260301T120000Z' });
  });

  test('ends with the credentials that sign it', async () => {
    const expiration = new Date('2026-03-01T12:02:00Z');
    const { expiresAt, url } = await presigner({ credentials: { ...credentials, expiration } }).put('a');
    expect(expiresAt).toEqual(expiration);
    expect(query(url)['X-Amz-Expires']).toBe('120');
  });
});

describe('endpoints', () => {
  test.each<[string, Partial<PresignerOptions>, string]>([
    ['a bucket with dots', { bucket: 'a.b' }, 'https://s3.eu-central-1.amazonaws.com/a.b/k?'],
    ['China', { region: 'cn-north-1' }, 'https://results.s3.cn-north-1.amazonaws.com.cn/k?'],
    ['an IP address', { endpoint: 'http://127.0.0.1:9000' }, 'http://127.0.0.1:9000/results/k?'],
    [
      'path style and a base path',
      { endpoint: 'https://x.example/storage/v1/s3/', forcePathStyle: true },
      'https://x.example/storage/v1/s3/results/k?',
    ],
    ['a host name', { endpoint: 'https://x.example' }, 'https://results.x.example/k?'],
    [
      'an access point',
      { bucket: 'arn:aws:s3:eu-central-1:123456789012:accesspoint/mine' },
      'https://mine-123456789012.s3-accesspoint.eu-central-1.amazonaws.com/k?',
    ],
  ])('%s', async (_name, options, expected) => {
    expect((await presigner(options).put('k')).url.startsWith(expected)).toBe(true);
  });

  test("the caller's client decides", async () => {
    const client = new S3Client({ region: 'us-west-2', credentials, useDualstackEndpoint: true });
    const { url } = await createPresigner({ bucket: 'results', client }).put('k');
    expect(url).toContain('https://results.s3.dualstack.us-west-2.amazonaws.com/k?');
    expect(() => createPresigner({ bucket: 'results', client, region: 'eu-central-1' })).toThrow(
      expect.objectContaining({ code: 'InvalidOption', option: 'region' }),
    );
  });

  test('an access point of several regions, whose signatures are others', async () => {
    const bucket = 'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap';
    await expect(presigner({ bucket }).put('k')).rejects.toMatchObject({ code: 'EndpointNotSupported' });
  });

  test.each<[string, Partial<PresignerOptions>, string]>([
    ['by IPv6 too', { useDualstackEndpoint: true }, 'results.s3.dualstack.eu-central-1.amazonaws.com'],
    ['by FIPS', { region: 'us-west-2', useFipsEndpoint: true }, 'results.s3-fips.us-west-2.amazonaws.com'],
    ['by Transfer Acceleration', { useAccelerateEndpoint: true }, 'results.s3-accelerate.amazonaws.com'],
    [
      "an access point's own region, whatever is given",
      { bucket: 'arn:aws:s3:us-east-1:123456789012:accesspoint/mine' },
      'mine-123456789012.s3-accesspoint.us-east-1.amazonaws.com',
    ],
    [
      'an access point of S3 Object Lambda, of another service',
      { bucket: 'arn:aws:s3-object-lambda:eu-central-1:123456789012:accesspoint/mine' },
      'mine-123456789012.s3-object-lambda.eu-central-1.amazonaws.com',
    ],
  ])('%s, in both lanes', async (_name, options, host) => {
    const presigned = await presigner(options).get('k');
    expect(new URL(presigned.url).host).toBe(host);
    expect((await presigner(options).session()).get('k')).toEqual(presigned);
    const [, , region, service] = query(presigned.url)['X-Amz-Credential']?.split('/') ?? [];
    expect(service).toBe(host.includes('object-lambda') ? 's3-object-lambda' : 's3');
    expect(region).toBe(/us-\w+-\d/.exec(host)?.[0] ?? 'eu-central-1');
  });

  test.each<[string, Partial<PresignerOptions>]>([
    ['FIPS', { useFipsEndpoint: true }],
    ['a bucket with dots', { bucket: 'a.b' }],
    ['an access point', { bucket: 'arn:aws:s3:eu-central-1:123456789012:accesspoint/mine' }],
  ])('Transfer Acceleration has none for %s', async (_name, options) => {
    await expect(presigner({ useAccelerateEndpoint: true, ...options }).put('k')).rejects.toMatchObject({
      code: 'EndpointNotResolved',
    });
  });

  test("a command has no checksum of a body that nobody gave, whatever the caller's client computes", async () => {
    const client = new S3Client({ region: 'us-west-2', credentials });
    const { command } = createPresigner({ bucket: 'results', client });
    const input = { Bucket: 'results', Key: 'k' };
    expect((await command(new PutObjectCommand(input))).url).not.toContain('checksum');
    expect((await command(new GetObjectCommand(input))).url).not.toContain('checksum');
    // The client itself computes on.
    expect(await client.config.requestChecksumCalculation()).toBe('WHEN_SUPPORTED');
  });

  test('no region', async () => {
    const client = new S3Client({
      credentials,
      region: () => Promise.reject<string>(new Error('Region is missing')),
    });
    await expect(createPresigner({ bucket: 'results', client }).put('k')).rejects.toMatchObject({
      name: 'EndpointError',
      code: 'EndpointNotResolved',
      cause: expect.any(Error),
    });
  });
});

describe('a presigned POST', () => {
  test('covers every field by one condition, and no field twice', async () => {
    const presigned = await presigner().post('runs/1.json', {
      acl: 'bucket-owner-full-control',
      contentType: 'application/json',
      metadata: { Trip: '7', note: { startsWith: '' } },
      contentLengthRange: [1, 1_000_000],
      successActionStatus: 201,
      expiresIn: 60,
    });
    expect(presigned.url).toBe('https://results.s3.eu-central-1.amazonaws.com/');
    expect(presigned.expiresAt).toEqual(new Date('2026-03-01T12:01:00Z'));
    const { Policy: _, 'X-Amz-Signature': __, ...fields } = presigned.fields;
    expect(fields).toEqual({
      acl: 'bucket-owner-full-control',
      'Content-Type': 'application/json',
      'x-amz-meta-trip': '7',
      success_action_status: '201',
      bucket: 'results',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20260301/eu-central-1/s3/aws4_request',
      'X-Amz-Date': '20260301T120000Z',
      key: 'runs/1.json',
    });
    const { expiration, conditions } = policyOf(presigned.fields);
    expect(expiration).toBe('2026-03-01T12:01:00Z');
    expect(conditions).toEqual([
      ['starts-with', '$x-amz-meta-note', ''],
      ['content-length-range', 1, 1_000_000],
      ...Object.entries(fields)
        .filter(([name]) => name !== 'key')
        .map(([name, value]) => ({ [name]: value })),
      { key: 'runs/1.json' },
    ]);
  });

  test('leaves any field that S3 allows it for to the sender', async () => {
    const open = { startsWith: 'a' };
    const { fields } = await presigner().post('a', {
      ...{ acl: open, cacheControl: open, contentDisposition: open, contentEncoding: open },
      ...{ contentType: open, expires: open, metadata: { a: open }, successActionRedirect: open },
    });
    const names = [
      'acl',
      'Cache-Control',
      'Content-Disposition',
      'Content-Encoding',
      'Content-Type',
      'Expires',
    ];
    expect(policyOf(fields).conditions.slice(0, 8)).toEqual(
      [...names, 'success_action_redirect', 'x-amz-meta-a'].map((name) => ['starts-with', `$${name}`, 'a']),
    );
    const exact = await presigner().post('a', { expires: new Date('2026-03-02T00:00:00Z') });
    expect(exact.fields.Expires).toBe('Mon, 02 Mar 2026 00:00:00 GMT');
  });

  test('leaves the key to the sender, under a prefix', async () => {
    const { fields, key } = await presigner().post({ startsWith: 'runs/' });
    expect(key).toBe('runs/${filename}');
    expect(fields.key).toBe('runs/${filename}');
    expect(policyOf(fields).conditions).toContainEqual(['starts-with', '$key', 'runs/']);
  });

  test('carries a session token as field and condition', async () => {
    const { fields } = await presigner({ credentials: { ...credentials, sessionToken: 'T' } }).post('a');
    expect(fields['X-Amz-Security-Token']).toBe('T');
    expect(policyOf(fields).conditions).toContainEqual({ 'X-Amz-Security-Token': 'T' });
  });
});

describe('bad input is refused before anything is signed', () => {
  test.each([0, -1, 1.5, Number.NaN, 604_801, '60' as never, null as never])(
    'expiresIn %s',
    async (expiresIn) => {
      const refusal = { name: 'InvalidInputError', code: 'InvalidExpiresIn', option: 'expiresIn' };
      await expect(presigner().put('a', { expiresIn })).rejects.toMatchObject(refusal);
      await expect(presigner().get('a', { expiresIn })).rejects.toMatchObject(refusal);
      await expect(presigner().post('a', { expiresIn })).rejects.toMatchObject(refusal);
      await expect(
        presigner().command(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { expiresIn }),
      ).rejects.toMatchObject(refusal);
    },
  );

  test.each(['', 'a', 'with space', 'a..b', '-a-', 'a/b', undefined as never])('bucket %j', (bucket) => {
    expect(() => createPresigner({ bucket })).toThrow(expect.objectContaining({ code: 'InvalidBucket' }));
  });

  test.each(['', '.', 'a/../b', './a', 'a\nb', '\ud800', 'é'.repeat(513), undefined as never])(
    'key %j',
    async (key) => {
      const refusal = { code: 'InvalidKey', option: 'key' };
      await expect(presigner().put(key)).rejects.toMatchObject(refusal);
      await expect(presigner().get(key)).rejects.toMatchObject(refusal);
      await expect(presigner().post(key)).rejects.toMatchObject({ code: 'InvalidKey' });
    },
  );

  test.each<[PutOptions, string, string]>([
    [{ metadata: { a: 'x\r\nx-amz-acl: public-read' } }, 'InvalidMetadata', 'metadata.a'],
    [{ metadata: { 'a b': 'x' } }, 'InvalidMetadata', 'metadata.a b'],
    [{ metadata: { A: '1', a: '2' } }, 'InvalidMetadata', 'metadata.a'],
    [{ metadata: { a: 7 as never } }, 'InvalidMetadata', 'metadata.a'],
    [{ metadata: { a: ' x' } }, 'InvalidMetadata', 'metadata.a'],
    [{ metadata: { a: 'x'.repeat(2048) } }, 'InvalidMetadata', 'metadata'],
    [{ contentType: 'a\nb' }, 'InvalidHeader', 'contentType'],
    [{ contentType: '' }, 'InvalidHeader', 'contentType'],
    [{ contentDisposition: 'ü' }, 'InvalidHeader', 'contentDisposition'],
    [{ contentLength: -1 }, 'InvalidContentLength', 'contentLength'],
    [{ contentLength: 5 * 1024 ** 3 + 1 }, 'InvalidContentLength', 'contentLength'],
    [{ acl: 'pubic-read' as never }, 'InvalidOption', 'acl'],
    [{ ifNoneMatch: 'etag' as never }, 'InvalidOption', 'ifNoneMatch'],
    [{ checksumSha256: 'abc' }, 'InvalidOption', 'checksumSha256'],
    [{ sseKmsKeyId: 'k' }, 'InvalidOption', 'sseKmsKeyId'],
    [{ sseCustomerKey: 'short' }, 'InvalidOption', 'sseCustomerKey'],
    [
      { sseCustomerKey: `${'A'.repeat(43)}=`, sseCustomerKeyMd5: 'short' },
      'InvalidOption',
      'sseCustomerKeyMd5',
    ],
    [{ sseCustomerKeyMd5: `${'A'.repeat(22)}==` }, 'InvalidOption', 'sseCustomerKey'],
    [
      { sseCustomerKey: `${'A'.repeat(43)}=`, serverSideEncryption: 'AES256' },
      'InvalidOption',
      'sseCustomerKey',
    ],
    [{ expires: new Date(Number.NaN) }, 'InvalidOption', 'expires'],
    [{ tagging: { '': 'x' } }, 'InvalidTagging', 'tagging.'],
    [
      { tagging: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`t${i}`, ''])) },
      'InvalidTagging',
      'tagging',
    ],
  ])('PUT with %j', async (options, code, option) => {
    await expect(presigner().put('a', options)).rejects.toMatchObject({ code, option });
  });

  test.each<[PostOptions, string, string]>([
    [{ contentLengthRange: [10, 1] }, 'InvalidContentLength', 'contentLengthRange'],
    [{ contentLengthRange: [0, Number.NaN] }, 'InvalidContentLength', 'contentLengthRange[1]'],
    [{ metadata: { a: '$$' } }, 'InvalidPolicy', 'metadata.a'],
    [{ contentType: { startsWith: '$x' } }, 'InvalidPolicy', 'contentType'],
    [{ cacheControl: {} as never }, 'InvalidOption', 'cacheControl'],
    [{ acl: null as never }, 'InvalidOption', 'acl'],
    [{ expires: new Date(Number.NaN) }, 'InvalidOption', 'expires'],
    [{ successActionStatus: 302 as never }, 'InvalidOption', 'successActionStatus'],
    [{ metadata: { a: 'x'.repeat(2000), b: 'y'.repeat(2000) } }, 'InvalidMetadata', 'metadata'],
  ])('POST with %j', async (options, code, option) => {
    await expect(presigner().post('a', options)).rejects.toMatchObject({ code, option });
  });

  test('a key with a dollar sign in a POST', async () => {
    await expect(presigner().post('a/$b')).rejects.toMatchObject({ code: 'InvalidKey' });
    await expect(presigner().post({ startsWith: '$' })).rejects.toMatchObject({ code: 'InvalidKey' });
  });

  test('a form larger than S3 takes', async () => {
    // A session token long enough is all it takes: it is there twice, as a field and in the policy.
    const long = presigner({ credentials: { ...credentials, sessionToken: 't'.repeat(12_000) } });
    await expect(long.post('a')).rejects.toMatchObject({ code: 'FormTooLarge', option: 'fields' });
  });

  test.each([0, 10_001, 1.5])('part number %s', async (partNumber) => {
    await expect(presigner().uploadPart('a', { uploadId: 'u', partNumber })).rejects.toMatchObject({
      option: 'partNumber',
    });
  });

  test('no credentials', async () => {
    const none = presigner({ credentials: async () => Promise.reject(new Error('nothing there')) });
    const error = await none.put('a').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'CredentialsError',
      code: 'CredentialsNotFound',
      cause: expect.any(Error),
    });
    expect(isPresignError(error)).toBe(true);
  });

  test('credentials past their end', async () => {
    const ended = presigner({ credentials: { ...credentials, expiration: now() } });
    await expect(ended.put('a')).rejects.toMatchObject({ code: 'CredentialsExpired' });
  });
});

test('leaves the credentials it is given as they are', async () => {
  const credentials = Object.freeze({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
  const presigner = createPresigner({ bucket: 'results', region: 'eu-central-1', credentials });
  await presigner.put('a.json');
  expect(credentials).toEqual({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
});

test('headers alone print no customer key', async () => {
  const { headers } = await presigner().put('a', {
    sseCustomerKey: `${'A'.repeat(43)}=`,
    contentType: 'text/plain',
  });
  expect(headers['x-amz-server-side-encryption-customer-key']).toBe(`${'A'.repeat(43)}=`);
  expect(inspect(headers)).toContain('text/plain');
  expect(inspect(headers)).not.toContain('AAAA');
});

test('nothing it makes prints a secret', async () => {
  const secrets = presigner({ credentials: { ...credentials, sessionToken: 'the-session-token' } });
  const url = await secrets.put('a', { metadata: { trip: '7' } });
  const form = await secrets.post('a');
  for (const printed of [
    inspect(url, { depth: 9 }),
    JSON.stringify(url),
    `${url}`,
    inspect(form, { depth: 9 }),
    inspect(form.fields),
    inspect({ form }, { depth: 9 }),
    JSON.stringify(form),
    `${form}`,
  ]) {
    expect(printed).toContain('a');
    expect(printed).not.toMatch(/the-session-token|[0-9a-f]{64}|secret-key|AKIDEXAMPLE|eyJ/);
  }
  expect({ ...url }.url).toContain('X-Amz-Signature=');
});
