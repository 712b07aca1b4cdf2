import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { createPresigner, type PresignerOptions } from '../src/index.ts';
import { verifyPresignedPost, verifyPresignedUrl } from '../src/verify/index.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const now = () => new Date('2026-03-01T12:07:31.900Z');
const presigner = (options: Partial<PresignerOptions> = {}) =>
  createPresigner({ bucket: 'results', region: 'eu-central-1', credentials, now, ...options });
const host = (url: string) => new URL(url).host;

describe('publicEndpoint', () => {
  const internal = () =>
    new S3Client({
      region: 'eu-central-1',
      credentials,
      endpoint: 'http://minio:9000',
      forcePathStyle: true,
    });

  test("signs for the receiver's host, whatever host the client talks to", async () => {
    const client = internal();
    const outside = createPresigner({
      bucket: 'results',
      client,
      publicEndpoint: 'https://s3.example.com',
      now,
    });
    const { url } = await outside.put('k');
    expect(url).toMatch(/^https:\/\/s3\.example\.com\/results\/k\?/);
    expect(verifyPresignedUrl({ method: 'PUT', url }, { credentials, now })).toMatchObject({ ok: true });

    const form = await outside.post('k');
    expect(form.url).toBe('https://s3.example.com/results');
    const posted = { bucket: 'results', fields: form.fields, file: { size: 1 } };
    expect(verifyPresignedPost(posted, { credentials, now })).toMatchObject({ ok: true });

    expect((await outside.session()).put('k').url).toBe(url);
    expect(host((await outside.command(new GetObjectCommand({ Bucket: 'results', Key: 'k' }))).url)).toBe(
      's3.example.com',
    );
    expect(await client.config.endpoint?.()).toMatchObject({ hostname: 'minio' });
  });

  test('goes before endpoint', async () => {
    const both = presigner({
      endpoint: 'http://127.0.0.1:9000',
      publicEndpoint: 'https://s3.example.com:8443/base',
    });
    expect((await both.put('k')).url).toMatch(/^https:\/\/results\.s3\.example\.com:8443\/base\/k\?/);
  });

  test.each(['', 's3.example.com', 'file:///etc', 'https://a:b@x.example', 'https://x.example?a'])(
    'refuses %j',
    (publicEndpoint) => {
      expect(() => presigner({ publicEndpoint })).toThrow(
        expect.objectContaining({ code: 'InvalidOption', option: 'publicEndpoint' }),
      );
    },
  );
});

describe('window', () => {
  test('gives the same URL and form in both lanes, all through it', async () => {
    const early = presigner({ window: 300, now: () => new Date('2026-03-01T12:05:00Z') });
    const late = presigner({ window: 300 });
    const url = await early.get('k');
    expect(await late.get('k')).toEqual(url);
    expect((await late.session()).get('k')).toEqual(url);
    expect(await late.post('k')).toEqual(await early.post('k'));
    expect(url.expiresAt).toEqual(new Date('2026-03-01T12:20:00Z'));
    const command = new GetObjectCommand({ Bucket: 'results', Key: 'k' });
    expect(await late.command(command)).toEqual(await early.command(command));
  });

  test('must leave half of the life', async () => {
    const refusal = { code: 'InvalidOption', option: 'window' };
    await expect(presigner({ window: 451 }).put('k')).rejects.toMatchObject(refusal);
    await expect(presigner({ window: 300 }).put('k', { expiresIn: 599 })).rejects.toMatchObject(refusal);
    expect((await presigner({ window: 450 }).put('k')).url).toContain('X-Amz-Expires=900');
  });

  test.each([0, -1, 1.5, Number.NaN, 302_401, '60' as never])('refuses %s', (window) => {
    expect(() => presigner({ window })).toThrow(
      expect.objectContaining({ code: 'InvalidOption', option: 'window' }),
    );
  });
});

describe('onShortCredentials', () => {
  const expiration = new Date('2026-03-01T12:10:00Z');
  const short = { ...credentials, expiration };

  test('clamps, and says so', async () => {
    const clamping = presigner({ credentials: short });
    const expected = { expiresAt: expiration, limitedBy: 'credentials' };
    expect(await clamping.put('k')).toMatchObject(expected);
    expect(await clamping.post('k')).toMatchObject(expected);
    expect((await clamping.session()).put('k')).toMatchObject(expected);
    const command = await clamping.command(new GetObjectCommand({ Bucket: 'results', Key: 'k' }));
    expect(command).toMatchObject(expected);
    expect(command.url).toContain('X-Amz-Expires=149');
    expect(Object.keys(await clamping.put('k', { expiresIn: 60 }))).not.toContain('limitedBy');
    expect(JSON.parse(JSON.stringify(await clamping.put('k'))).limitedBy).toBe('credentials');
  });

  test('throws', async () => {
    const strict = presigner({ credentials: short, onShortCredentials: 'error' });
    const refusal = { name: 'CredentialsError', code: 'CredentialsTooShort' };
    await expect(strict.put('k')).rejects.toMatchObject(refusal);
    await expect(strict.post('k')).rejects.toMatchObject(refusal);
    const session = await strict.session();
    expect(() => session.put('k')).toThrow(expect.objectContaining(refusal));
    expect(session.put('k', { expiresIn: 60 }).expiresAt).toEqual(new Date('2026-03-01T12:08:31Z'));
  });

  test('asks the provider again, once', async () => {
    let asked = 0;
    const provider = async () => ({
      ...credentials,
      accessKeyId: `AKID${++asked}`,
      // The AWS SDK itself asks again for what ends within five minutes of the machine's clock.
      expiration: new Date(Date.now() + (asked === 1 ? 600_000 : 3_600_000)),
    });
    const refreshing = presigner({
      credentials: provider,
      onShortCredentials: 'refresh',
      now: () => new Date(),
    });
    const presigned = await refreshing.put('k');
    expect(presigned.url).toContain('AKID2');
    expect(Object.keys(presigned)).not.toContain('limitedBy');
    expect((await refreshing.session()).put('k').url).toContain('AKID2');
    expect(asked).toBe(2);
    expect(await refreshing.put('k', { expiresIn: 7200 })).toMatchObject({ limitedBy: 'credentials' });
  });

  test('refuses what it does not know', () => {
    expect(() => presigner({ onShortCredentials: 'shrug' as never })).toThrow(
      expect.objectContaining({ code: 'InvalidOption', option: 'onShortCredentials' }),
    );
  });
});

test('presigns every part of a multipart upload', async () => {
  const parts = await presigner().uploadParts('big', { uploadId: 'U', size: 9 * 1024 ** 2, expiresIn: 60 });
  expect(parts.map(({ start, end }) => end - start)).toEqual([8 * 1024 ** 2, 1024 ** 2]);
  for (const { partNumber, presigned } of parts)
    expect(presigned).toEqual(
      await presigner().uploadPart('big', { uploadId: 'U', partNumber, expiresIn: 60 }),
    );
  await expect(presigner().uploadParts('big', { uploadId: 'U', size: 0 })).rejects.toMatchObject({
    option: 'size',
  });
  await expect(presigner().uploadParts('big', { uploadId: '', size: 1 })).rejects.toMatchObject({
    option: 'uploadId',
  });
});
