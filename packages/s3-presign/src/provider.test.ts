import { expect, test } from 'vitest';
import { createPresigner, type PresignerOptions } from './index.ts';
import { providerOf } from './provider.ts';
import { createSigner } from './signer/index.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const OVH = { bucket: 'results', region: 'gra', endpoint: 'https://s3.gra.io.cloud.ovh.net' };
const S3PROXY = { ...OVH, endpoint: 'http://127.0.0.1:8080', provider: 's3proxy' as const };
const SUPABASE = { ...OVH, endpoint: 'https://ref.storage.supabase.co/storage/v1/s3' };
const R2 = { bucket: 'results', region: 'auto', endpoint: 'https://account.r2.cloudflarestorage.com' };
const B2 = { bucket: 'results', region: 'us-west-004', endpoint: 'https://s3.us-west-004.backblazeb2.com' };

test.each([
  ['results.account.r2.cloudflarestorage.com', 'r2'],
  ['s3.us-west-004.backblazeb2.com', 'b2'],
  ['results.s3.eu-central-1.amazonaws.com', 'aws'],
  ['127.0.0.1:9000', 'aws'],
  ['r2.cloudflarestorage.com.example', 'aws'],
])('tells a provider by its host: %s', (host, provider) => {
  expect(providerOf(host, undefined)).toBe(provider);
});

const refused = (provider: string, code: string) =>
  expect.objectContaining({ name: 'ProviderError', code, provider });

test.each([
  ['r2', R2],
  ['b2', B2],
  ['ovh', OVH],
  ['s3proxy', S3PROXY],
])('%s takes no POST, and the error names the alternative', async (provider, options) => {
  const error = refused(provider, 'PostNotSupported');
  const presigner = createPresigner({ ...options, credentials });
  await expect(presigner.post('a')).rejects.toEqual(error);
  await expect(presigner.post('a')).rejects.toThrow(/presign a PUT instead/);
  expect(() => createSigner({ ...options, ...credentials }).post('a')).toThrow(error);
  expect((await presigner.put('a', { contentLength: 5 })).url).toContain(
    'X-Amz-SignedHeaders=content-length%3Bhost',
  );
});

test('supabase takes forms, and none with a size that it would not enforce', async () => {
  const error = refused('supabase', 'ConditionNotSupported');
  const presigner = createPresigner({ ...SUPABASE, credentials });
  const limits = { contentLengthRange: [1, 2] as const };
  await expect(presigner.post('a', limits)).rejects.toEqual(error);
  expect(() => createSigner({ ...SUPABASE, ...credentials }).post('a', limits)).toThrow(error);
  const raw = { conditions: [['content-length-range', 1, 2] as const] };
  await expect(presigner.post('a', raw)).rejects.toEqual(error);
  await expect(presigner.post('a')).resolves.toBeDefined();
});

test('b2 refuses If-None-Match, r2 does not', async () => {
  const error = refused('b2', 'ConditionNotSupported');
  await expect(createPresigner({ ...B2, credentials }).put('a', { ifNoneMatch: '*' })).rejects.toEqual(error);
  expect(() => createSigner({ ...B2, ...credentials }).put('a', { ifNoneMatch: '*' })).toThrow(error);
  expect(createSigner({ ...R2, ...credentials }).put('a', { ifNoneMatch: '*' }).headers).toEqual({
    'if-none-match': '*',
  });
});

test('ceph takes tags of any characters, which all others refuse', async () => {
  const tagging = { 'aws:a*': 'x & <y>' };
  const own = { ...OVH, endpoint: 'https://files.example' };
  const ceph = createSigner({ ...own, ...credentials, provider: 'ceph' });
  expect(new URL(ceph.put('a', { tagging }).url).searchParams.get('x-amz-tagging')).toBe(
    'aws%3Aa%2A=x%20%26%20%3Cy%3E',
  );
  expect(ceph.post('a', { tagging }).fields.tagging).toContain('<Value>x &amp; &lt;y&gt;</Value>');
  const others = createSigner({ ...own, ...credentials });
  const error = expect.objectContaining({ code: 'InvalidTagging', option: 'tagging.aws:a*' });
  expect(() => others.put('a', { tagging })).toThrow(error);
  expect(() => others.post('a', { tagging })).toThrow(error);
});

test('a provider behind a domain of its own is stated, and one that is wrongly told is corrected', async () => {
  const own: PresignerOptions = {
    bucket: 'results',
    region: 'auto',
    endpoint: 'https://files.example',
    credentials,
  };
  await expect(createPresigner({ ...own, provider: 'r2' }).post('a')).rejects.toThrow(/R2/);
  await expect(createPresigner({ ...R2, credentials, provider: 'ceph' }).post('a')).resolves.toBeDefined();
  await expect(createPresigner({ ...own, provider: 's4' as never }).put('a')).rejects.toMatchObject({
    code: 'InvalidOption',
    option: 'provider',
  });
});
