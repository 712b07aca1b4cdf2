import fc from 'fast-check';
import type { GetOptions, PostOptions, PresignerOptions, PutOptions } from '../../src/index.ts';

// Whatever people may ask to be signed, as fast-check makes it up.

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const ascii = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
export const key: fc.Arbitrary<string> = text.filter(
  (value) => !/\p{Cc}|\$/u.test(value) && !value.split('/').some((part) => part === '.' || part === '..'),
);
const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const metadataValue = text.filter((value) => !/\p{Cc}|\$/u.test(value) && value.trim() === value);
const metadata = fc.dictionary(name, metadataValue, { maxKeys: 4, noNullPrototype: true });
const expiresIn = fc.integer({ min: 1, max: 604_800 });
const acl = fc.constantFrom('private' as const, 'public-read' as const, 'bucket-owner-full-control' as const);

export const presignerOptions: fc.Arbitrary<PresignerOptions> = fc
  .record({
    bucket: fc.constantFrom('results', 'with.dots', 'my-bucket-1'),
    region: fc.constantFrom('us-east-1', 'eu-central-1', 'cn-north-1'),
    endpoint: fc.constantFrom(
      undefined,
      'http://127.0.0.1:9000',
      'https://s3.example.com',
      'https://example.com:8443/storage/v1/s3',
    ),
    forcePathStyle: fc.constantFrom(undefined, true),
    credentials: fc.record(
      {
        accessKeyId: fc.stringMatching(/^[A-Z0-9/+]{16,20}$/),
        secretAccessKey: ascii,
        sessionToken: ascii,
      },
      { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
    ),
    now: fc
      .date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => () => date),
  })
  // The AWS SDK makes no host name out of a bucket with dots and an IP address: such a pair needs `forcePathStyle`.
  .filter(
    ({ bucket, endpoint, forcePathStyle }) =>
      forcePathStyle || !(bucket.includes('.') && endpoint?.includes('127.0.0.1')),
  )
  .map(({ endpoint, forcePathStyle, ...rest }) => ({
    ...rest,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(forcePathStyle === undefined ? {} : { forcePathStyle }),
  }));

/** S3 takes one at most. */
const checksum = fc.constantFrom(
  { checksumCrc32: 'AAAAAA==' },
  { checksumCrc32c: 'AAAAAA==' },
  { checksumCrc64nvme: 'AAAAAAAAAAA=' },
  { checksumSha1: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
  { checksumSha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
);

export const putOptions: fc.Arbitrary<PutOptions> = fc
  .record(
    {
      expiresIn,
      acl,
      metadata,
      tagging: fc.dictionary(
        name,
        text.map((value) => value.replace(/[^\p{L}\p{N}\p{Z}+\-=._:/@]/gu, '')),
        { maxKeys: 3, noNullPrototype: true },
      ),
      storageClass: fc.constant('STANDARD_IA' as const),
      contentType: ascii,
      contentLength: fc.integer({ min: 0, max: 5 * 1024 ** 3 }),
      contentDisposition: ascii,
      cacheControl: ascii,
      contentEncoding: fc.constant('gzip'),
      checksum,
      ifNoneMatch: fc.constant('*' as const),
      expires: fc.constant(new Date('2026-03-02T00:00:00Z')),
      serverSideEncryption: fc.constantFrom('AES256' as const, 'aws:kms' as const),
    },
    { requiredKeys: [] },
  )
  .map(({ checksum: one, ...options }) => ({ ...options, ...one }));

export const getOptions: fc.Arbitrary<GetOptions> = fc
  .record(
    {
      expiresIn,
      responseContentDisposition: ascii,
      responseContentType: ascii,
      range: fc.constantFrom('bytes=0-99', 'bytes=-5'),
      versionId: ascii,
      customerKey: fc.constantFrom(
        { sseCustomerKey: `${'A'.repeat(43)}=` },
        { sseCustomerKey: `${'A'.repeat(43)}=`, sseCustomerKeyMd5: `${'A'.repeat(22)}==` },
      ),
    },
    { requiredKeys: [] },
  )
  .map(({ customerKey, ...options }) => ({ ...options, ...customerKey }));

const noDollar = ascii.filter((value) => !value.includes('$'));
export const postOptions: fc.Arbitrary<PostOptions> = fc.record(
  {
    expiresIn,
    acl,
    metadata: fc.dictionary(
      name,
      fc.oneof(
        metadataValue,
        metadataValue.map((startsWith) => ({ startsWith })),
      ),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
    contentType: fc.oneof(noDollar, fc.constant({ startsWith: 'image/' })),
    contentLengthRange: fc
      .tuple(fc.nat(1000), fc.nat(1000))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]),
    cacheControl: fc.oneof(noDollar, fc.constant({ startsWith: '' })),
    expires: fc.constant(new Date('2026-03-02T00:00:00Z')),
    tagging: fc.constant({ project: 'Prüfstand 1 +-=._:/@' }),
    checksumSha256: fc.constant('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='),
    successActionRedirect: fc.constant('https://app.example.com/done?a=1'),
    successActionStatus: fc.constantFrom(200 as const, 201 as const, 204 as const),
    serverSideEncryption: fc.constant('AES256' as const),
    fields: fc.constant({ 'x-amz-website-redirect-location': '/done' }),
    conditions: fc.constant([
      ['starts-with', '$x-amz-meta-', ''] as const,
      { redirect: 'https://x.example' },
    ]),
  },
  { requiredKeys: [] },
);

/** A key, a prefix, or a key with the file's name in it. */
export const postTarget: fc.Arbitrary<string | { startsWith: string }> = fc.oneof(
  key,
  key.map((prefix) => ({ startsWith: prefix })),
  fc.constant({ startsWith: '' }),
  key.map((prefix) => `${prefix}/\${filename}/x`),
);
