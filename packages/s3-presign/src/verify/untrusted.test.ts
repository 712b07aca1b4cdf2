import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSigner } from '../signer/index.ts';
import {
  type PostedForm,
  type SignedRequest,
  type VerifyOptions,
  verifyPresignedPost,
  verifyPresignedUrl,
  verifySignedRequest,
} from './index.ts';

// What a server may be given by anybody, and what it may be given by mistake. Nothing of it may throw, or be let in.

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-key-of-the-test' };
const now = () => new Date('2026-03-01T12:00:00Z');
const options: VerifyOptions = { credentials, now };
const signer = createSigner({ bucket: 'results', region: 'eu-central-1', now, ...credentials });
const { url } = signer.put('k');
const { fields } = signer.post('k', { contentLengthRange: [1, 100] });

const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true });

test('whatever a request is, the answer is a refusal', () => {
  const shaped = fc.record({
    method: anything,
    url: fc.oneof(anything, fc.constant(url)),
    headers: anything,
  });
  fc.assert(
    fc.property(fc.oneof(anything, shaped), (request) => {
      for (const verify of [verifyPresignedUrl, verifySignedRequest])
        expect(verify(request as SignedRequest, options)).toMatchObject({
          ok: false,
          status: expect.any(Number),
        });
    }),
    { numRuns: 500 },
  );
});

test('whatever a form is, the answer is a refusal', () => {
  const shaped = fc.record({
    bucket: anything,
    fields: fc.oneof(anything, fc.constant(fields)),
    file: anything,
  });
  fc.assert(
    fc.property(fc.oneof(anything, shaped), (form) => {
      fc.pre(
        !(typeof form === 'object' && form !== null && (form as { bucket?: unknown }).bucket === 'results'),
      );
      expect(verifyPresignedPost(form as PostedForm, options)).toMatchObject({ ok: false });
    }),
    { numRuns: 500 },
  );
});

test.each<[string, unknown, string]>([
  ['no fields', { bucket: 'results', fields: null, file: {} }, 'MalformedPOSTRequest'],
  [
    'fields in one text',
    { bucket: 'results', fields: JSON.stringify(fields), file: {} },
    'MalformedPOSTRequest',
  ],
  ['pairs that are none', { bucket: 'results', fields: [[5, 6]], file: {} }, 'MalformedPOSTRequest'],
  [
    'a policy that is no text',
    { bucket: 'results', fields: { ...fields, Policy: 5 }, file: {} },
    'MalformedPOSTRequest',
  ],
  ['no file', { bucket: 'results', fields, file: null }, 'InvalidArgument'],
  ['a file of no size', { bucket: 'results', fields, file: { size: Number.NaN } }, 'EntityTooLarge'],
])('a form with %s is refused', (_, form, code) => {
  const answer = verifyPresignedPost(form as PostedForm, options);
  expect(answer).toMatchObject({ ok: false, code });
  expect(JSON.stringify(answer)).not.toContain(fields['X-Amz-Signature']);
});

test('a file whose name is none is taken for one without', () => {
  expect(
    verifyPresignedPost({ bucket: 'results', fields, file: { size: 5, name: 5 as never } }, options).ok,
  ).toBe(true);
});

test('a whole FormData is read up to its file', () => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['{}']), 'result.json');
  form.append('x-uncovered', 'S3 reads no more');
  const posted = { bucket: 'results', fields: form as never, file: { size: 2, name: 'result.json' } };
  expect(verifyPresignedPost(posted, options)).toMatchObject({ ok: true, key: 'k' });
});

test('a size that is none is refused afterwards, too', () => {
  const answer = verifyPresignedPost({ bucket: 'results', fields, file: {} }, options);
  if (!answer.ok) throw new Error(answer.message);
  expect(answer.refuseSize(Number.NaN)).toMatchObject({ code: 'EntityTooLarge' });
  expect(answer.refuseSize(5)).toBeUndefined();
});

test('headers are read up to a size', () => {
  const headers = { host: 'results.s3.eu-central-1.amazonaws.com', padding: 'x'.repeat(17_000) };
  for (const verify of [verifyPresignedUrl, verifySignedRequest])
    expect(verify({ method: 'PUT', url, headers }, options)).toMatchObject({
      code: 'RequestHeaderSectionTooLarge',
      status: 400,
    });
});

describe('a server that is set up wrong accepts nothing', () => {
  const refusals = (wrong: Partial<Record<keyof VerifyOptions, unknown>>) => {
    const all = { ...options, ...wrong } as VerifyOptions;
    const form = { bucket: 'results', fields, file: { size: 5 } };
    return [verifyPresignedUrl({ method: 'PUT', url }, all), verifyPresignedPost(form, all)];
  };

  test.each([
    { now: () => new Date(Number.NaN) },
    { now: () => 5 },
    { now: 5 },
    { credentials: undefined },
    { credentials: 'AKID' },
  ])('%j', (wrong) => {
    for (const refusal of refusals(wrong))
      expect(refusal).toMatchObject({ code: 'InternalError', status: 500 });
  });

  test.each(['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z', new Date(Number.NaN), 5])(
    'whose credentials end %s',
    (expiration) => {
      for (const refusal of refusals({ credentials: { ...credentials, expiration } }))
        expect(refusal).toMatchObject({ code: 'ExpiredToken' });
    },
  );

  test('whose look-up answers null', () => {
    for (const refusal of refusals({ credentials: () => null }))
      expect(refusal).toMatchObject({ code: 'InvalidAccessKeyId' });
  });

  test('that is not set up at all', () => {
    expect(verifyPresignedUrl({ url }, undefined as never)).toMatchObject({ code: 'InternalError' });
  });
});
