import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createPresigner, isPresignError, type PresignerOptions } from '../src/index.ts';
import { createSigner } from '../src/signer/index.ts';

// What people without types, or with those of the AWS SDK in mind, hand in. Both lanes refuse it alike.

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const where = { bucket: 'results', region: 'eu-central-1', now: () => new Date('2026-03-01T12:00:00Z') };
const presigner = createPresigner({ ...where, credentials });
const signer = createSigner({ ...where, ...credentials });

type Method = 'put' | 'get' | 'delete' | 'uploadPart' | 'uploadParts' | 'post';

/** What a call of a method throws, in both lanes. */
async function refusals(method: Method, args: readonly unknown[]): Promise<unknown[]> {
  const bySdk = (presigner[method] as (...given: readonly unknown[]) => Promise<unknown>)(...args);
  const own = async () => (signer[method] as (...given: readonly unknown[]) => unknown)(...args);
  return Promise.all([bySdk, own()].map((call) => call.catch((error: unknown) => error)));
}

test.each<[Method, readonly unknown[], string, string]>([
  // What would silently not hold.
  ['put', ['k', { contentTyp: 'text/plain' }], 'InvalidOption', 'contentTyp'],
  ['put', ['k', { ContentType: 'text/plain' }], 'InvalidOption', 'ContentType'],
  ['put', ['k', { constructor: 'x' }], 'InvalidOption', 'constructor'],
  ['get', ['k', { contentType: 'text/plain' }], 'InvalidOption', 'contentType'],
  ['delete', ['k', { range: 'bytes=0-1' }], 'InvalidOption', 'range'],
  ['post', ['k', { Conditions: [['content-length-range', 0, 10]] }], 'InvalidOption', 'Conditions'],
  ['post', ['k', { Fields: { acl: 'private' } }], 'InvalidOption', 'Fields'],
  ['post', ['k', { contentLength: 5 }], 'InvalidOption', 'contentLength'],
  ['uploadPart', ['k', { uploadId: 'U', partNumber: 1, acl: 'private' }], 'InvalidOption', 'acl'],
  ['uploadParts', ['k', { uploadId: 'U', size: 1, parts: 2 }], 'InvalidOption', 'parts'],
  // What is no options at all.
  ['put', ['k', null], 'InvalidOption', 'options'],
  ['put', ['k', 600], 'InvalidOption', 'options'],
  ['get', ['k', 'x'], 'InvalidOption', 'options'],
  ['post', ['k', []], 'InvalidOption', 'options'],
  ['uploadPart', ['k'], 'InvalidOption', 'options'],
  ['uploadPart', ['k', { uploadId: 'U' }], 'InvalidOption', 'partNumber'],
  ['uploadPart', ['k', { partNumber: 1 }], 'InvalidOption', 'uploadId'],
  ['uploadParts', ['k'], 'InvalidOption', 'options'],
  // What would be read as something else.
  ['put', ['k', { tagging: 'project=a' }], 'InvalidTagging', 'tagging'],
  ['put', ['k', { tagging: null }], 'InvalidTagging', 'tagging'],
  ['post', ['k', { metadata: 'abc' }], 'InvalidMetadata', 'metadata'],
  ['post', ['k', { metadata: new Map([['trip', '7']]) }], 'InvalidMetadata', 'metadata'],
  ['post', ['k', { contentLengthRange: null }], 'InvalidContentLength', 'contentLengthRange'],
  ['post', ['k', { contentLengthRange: 5 }], 'InvalidContentLength', 'contentLengthRange'],
  ['post', ['k', { contentLengthRange: [1] }], 'InvalidContentLength', 'contentLengthRange'],
  ['post', ['k', { expires: 'tomorrow' }], 'InvalidOption', 'expires'],
  // What S3 refuses.
  ['put', ['k', { storageClass: 'NOPE' }], 'InvalidOption', 'storageClass'],
  ['put', ['k', { serverSideEncryption: 'NOPE' }], 'InvalidOption', 'serverSideEncryption'],
  ['put', ['k', { checksumCrc32: 'AAAAAA' }], 'InvalidOption', 'checksumCrc32'],
  [
    'put',
    ['k', { checksumCrc32: 'AAAAAA==', checksumCrc32c: 'AAAAAA==' }],
    'InvalidOption',
    'checksumCrc32c',
  ],
  ['put', ['k', { tagging: { 'aws:x': '1' } }], 'InvalidTagging', 'tagging.aws:x'],
  ['put', ['k', { tagging: { 'AWS:x': '1' } }], 'InvalidTagging', 'tagging.AWS:x'],
  ['put', ['k', { tagging: { a: '1\n2' } }], 'InvalidTagging', 'tagging.a'],
  ['put', ['k', { tagging: { a: 'x&y' } }], 'InvalidTagging', 'tagging.a'],
  ['put', ['k', { tagging: { a: 'x,y' } }], 'InvalidTagging', 'tagging.a'],
  ['put', ['k', { tagging: { b: '1', a: "it's" } }], 'InvalidTagging', 'tagging.a'],
  ['put', ['k', { tagging: { 'a*': '1' } }], 'InvalidTagging', 'tagging.a*'],
  ['post', ['k', { tagging: { a: '(1)' } }], 'InvalidTagging', 'tagging.a'],
  ['post', ['k', { tagging: { 'a🚗': '1' } }], 'InvalidTagging', 'tagging.a🚗'],
  ['get', ['k', { range: 'bytes=9-1' }], 'InvalidOption', 'range'],
  ['post', ['k', { storageClass: { startsWith: '' } }], 'InvalidOption', 'storageClass'],
  ['post', ['k', { successActionRedirect: '/done' }], 'InvalidOption', 'successActionRedirect'],
  ['post', ['k', { successActionRedirect: 'javascript:alert(1)' }], 'InvalidOption', 'successActionRedirect'],
  ['post', [{ startsWith: 'a'.repeat(1024) }], 'InvalidKey', 'key.startsWith'],
  // Raw fields and conditions.
  ['post', ['k', { fields: { 'a\r\nb': 'x' } }], 'InvalidPolicy', 'fields.a\r\nb'],
  ['post', ['k', { fields: [['a', 'b']] }], 'InvalidPolicy', 'fields'],
  ['post', ['k', { conditions: 5 }], 'InvalidPolicy', 'conditions'],
  ['post', ['k', { conditions: [null] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [['content-length-range', 10, 1]] }], 'InvalidContentLength', 'conditions[0]'],
  ['post', ['k', { conditions: [['content-length-range', 1]] }], 'InvalidContentLength', 'conditions[0]'],
  [
    'post',
    ['k', { conditions: [['content-length-range', 1, 2.5]] }],
    'InvalidContentLength',
    'conditions[0][1]',
  ],
  ['post', ['k', { conditions: [{ acl: 5 }] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [['eq', '$x', 5]] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [['equals', '$x', 'a']] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [['eq', '$x', 'a', 'b']] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [{ $acl: 'private' }] }], 'InvalidPolicy', 'conditions[0]'],
  ['post', ['k', { conditions: [{ x: 'a$$b' }] }], 'InvalidPolicy', 'conditions[0]'],
  [
    'post',
    ['k', { conditions: [['starts-with', '$x-amz-storage-class', '']] }],
    'InvalidPolicy',
    'conditions[0]',
  ],
])('%s(%j) is refused with %s for %s', async (method, args, code, option) => {
  for (const refusal of await refusals(method, args)) {
    expect(refusal).toMatchObject({ name: 'InvalidInputError', code, option });
    expect(isPresignError(refusal)).toBe(true);
  }
});

test('tags that a form can carry may be too long for a URL', async () => {
  const tagging = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at}é`, 'ü'.repeat(256)]));
  for (const refusal of await refusals('put', ['k', { tagging }]))
    expect(refusal).toMatchObject({ name: 'InvalidInputError', code: 'UrlTooLong', option: 'url' });
  expect(signer.post('k', { tagging }).fields.tagging).toContain('ü');
});

test("a signer takes the AWS SDK's credentials with all that they hold", async () => {
  const client = new S3Client({
    region: 'eu-central-1',
    credentials: { ...credentials, accountId: '123456789012' },
  });
  const given = await client.config.credentials();
  expect(Object.keys(given)).toContain('$source');
  expect(createSigner({ ...where, ...given }).put('k')).toEqual(signer.put('k'));
});

test('a URL in the place of a number is not quoted', async () => {
  const { url } = signer.put('k');
  for (const refusal of await refusals('put', ['k', { expiresIn: url, contentLength: 5 }]))
    expect(String(refusal)).toBe(
      'InvalidInputError: expiresIn must be whole seconds from 1 to 604800 (7 days), not string',
    );
});

test('options that are undefined are not given, whatever they are called', () => {
  expect(signer.put('k', { acl: undefined, nothing: undefined } as never)).toEqual(signer.put('k'));
});

describe('a presigner is not made', () => {
  test.each<[string, unknown, string, string | undefined]>([
    ['of nothing', undefined, 'InvalidOption', 'options'],
    ['with an option misspelt', { ...where, credentials, regoin: 'x' }, 'InvalidOption', 'regoin'],
    ['for no region', { ...where, credentials, region: '' }, 'InvalidOption', 'region'],
    [
      'for a region in capitals',
      { ...where, credentials, region: 'EU-CENTRAL-1' },
      'InvalidOption',
      'region',
    ],
    [
      'for an endpoint with a password',
      { ...where, credentials, endpoint: 'https://u:pass@h.example' },
      'InvalidOption',
      'endpoint',
    ],
    [
      'for an endpoint with a query',
      { ...where, credentials, endpoint: 'https://h.example?x=1' },
      'InvalidOption',
      'endpoint',
    ],
    ['for an empty endpoint', { ...where, credentials, endpoint: '' }, 'InvalidOption', 'endpoint'],
    [
      'with credentials of variables that are not set',
      { ...where, credentials: { accessKeyId: undefined, secretAccessKey: undefined } },
      'CredentialsNotFound',
      undefined,
    ],
    [
      'with empty credentials',
      { ...where, credentials: { accessKeyId: '', secretAccessKey: '' } },
      'CredentialsNotFound',
      undefined,
    ],
    [
      'with a key that ends in a line break',
      { ...where, credentials: { ...credentials, accessKeyId: 'AKIDEXAMPLE\n' } },
      'InvalidOption',
      'accessKeyId',
    ],
    [
      'with an end that is a text',
      { ...where, credentials: { ...credentials, expiration: '2026-03-01T13:00:00Z' } },
      'InvalidOption',
      'expiration',
    ],
    ...['forcePathStyle', 'useDualstackEndpoint', 'useFipsEndpoint', 'useAccelerateEndpoint'].map(
      (flag): [string, unknown, string, string] => [
        `with the text of a variable for ${flag}`,
        { ...where, credentials, [flag]: 'false' },
        'InvalidOption',
        flag,
      ],
    ),
    ['with a clock that is a date', { ...where, credentials, now: new Date() }, 'InvalidOption', 'now'],
  ])('%s', (_, options, code, option) => {
    const make = () => createPresigner(options as PresignerOptions);
    expect(make).toThrow(expect.objectContaining(option === undefined ? { code } : { code, option }));
    expect(make).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/pass@|secret-key/) }));
  });
});

describe('a presigner signs nothing', () => {
  test.each([{ accessKeyId: 'AKIDEXAMPLE' }, { accessKeyId: '', secretAccessKey: '' }])(
    'with what a provider answers in place of keys: %j',
    async (answered) => {
      const options = { ...where, credentials: async () => answered as typeof credentials };
      const refusal = { name: 'CredentialsError', code: 'CredentialsNotFound' };
      await expect(createPresigner(options).put('k')).rejects.toMatchObject(refusal);
      await expect(createPresigner(options).post('k')).rejects.toMatchObject(refusal);
      await expect(createPresigner(options).session()).rejects.toMatchObject(refusal);
    },
  );

  test.each(['auto', 'frankfurt', 'eu-central'])('for %s, which is no region of AWS', async (region) => {
    await expect(createPresigner({ ...where, credentials, region }).put('k')).rejects.toMatchObject({
      code: 'InvalidOption',
      option: 'region',
    });
    const elsewhere = createPresigner({ ...where, credentials, region, endpoint: 'https://s3.example.com' });
    expect((await elsewhere.put('k')).url).toContain(`%2F${region}%2Fs3`);
  });

  test('for the year 10000', async () => {
    const late = createPresigner({ ...where, credentials, now: () => new Date(8.64e15) });
    await expect(late.put('k')).rejects.toMatchObject({ code: 'InvalidOption', option: 'now' });
  });
});

describe('a customer key over http', () => {
  const sseCustomerKey = `${'A'.repeat(43)}=`;
  const at = (endpoint: string) => createSigner({ ...where, ...credentials, endpoint, forcePathStyle: true });

  test('is refused, in a URL as in a form', async () => {
    const refusal = expect.objectContaining({ code: 'InvalidOption', option: 'sseCustomerKey' });
    expect(() => at('http://minio.example.com').put('k', { sseCustomerKey })).toThrow(refusal);
    expect(() => at('http://minio.example.com').post('k', { sseCustomerKey })).toThrow(refusal);
    const presigned = createPresigner({ ...where, credentials, endpoint: 'http://127.0.0.1.example.com' });
    await expect(presigned.get('k', { sseCustomerKey })).rejects.toMatchObject({ option: 'sseCustomerKey' });
  });

  test.each([
    'https://minio.example.com',
    'http://localhost:9000',
    'http://127.0.0.1:9000',
    'http://[::1]:9000',
  ])('is taken to %s', (endpoint) => {
    expect(at(endpoint).put('k', { sseCustomerKey }).headers).toHaveProperty(
      'x-amz-server-side-encryption-customer-key',
    );
  });
});

test('an access point takes no form by its ARN', async () => {
  const bucket = 'arn:aws:s3:eu-central-1:123456789012:accesspoint/mine';
  const refusal = { name: 'EndpointError', code: 'EndpointNotSupported' };
  const point = createPresigner({ ...where, credentials, bucket });
  await expect(point.post('k')).rejects.toMatchObject(refusal);
  const session = await point.session();
  expect(() => session.post('k')).toThrow(expect.objectContaining(refusal));
  expect(session.put('k')).toEqual(await point.put('k'));
});
