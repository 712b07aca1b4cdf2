import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { buildCallbacks } from './build-callbacks.ts';
import type { Callback } from './callback.ts';
import { CallbackError } from './callback-error.ts';

const now = new Date('2026-03-01T12:00:00Z');
const deadline = { now, marginMs: 30_000 };
const build = (callbacks?: Callback | readonly Callback[]) => {
  const { callbackUrl, callbackParam } = buildCallbacks(callbacks, deadline);
  return [callbackUrl, JSON.parse(callbackParam)];
};
const signed = 'https://b.s3.eu-central-1.amazonaws.com/results/a.json?X-Amz-Signature=SECRET';
const fields = { key: 'results/a.json', policy: 'SECRET', 'x-amz-signature': 'SECRET' };
const post = { url: 'https://b.s3.eu-central-1.amazonaws.com/', fields };

describe('builds', () => {
  test.each<[string, Callback | readonly Callback[] | undefined, unknown, unknown]>([
    ['nothing', undefined, undefined, null],
    ['an empty list', [], undefined, null],
    ['a URL', signed, signed, {}],
    ['a URL object', new URL('https://h/x?a=b'), 'https://h/x?a=b', {}],
    ['a URL with param', { url: signed, param: { trip: 7 } }, signed, { trip: 7 }],
    ['a presigned POST', post, post.url, { s3_fields: fields }],
    [
      'a presigned POST with param',
      { ...post, param: { trip: 7 } },
      post.url,
      { trip: 7, s3_fields: fields },
    ],
    ['a list of one', [{ url: signed, param: { n: 1 } }], signed, { n: 1 }],
    [
      'several',
      [signed, post, { url: 'http://h/', param: { a: null } }],
      `${signed}|${post.url}|http://h/`,
      [{}, { s3_fields: fields }, { a: null }],
    ],
    ['two without param', ['https://a/', 'https://b/'], 'https://a/|https://b/', [{}, {}]],
  ])('%s', (_name, callbacks, url, param) => {
    expect(build(callbacks)).toEqual([url, param]);
  });

  test('a URL exactly as it was given: another spelling has another signature', () => {
    expect(build('https://H/a%2fb/../c?x=%7e')[0]).toBe('https://H/a%2fb/../c?x=%7e');
  });

  test('what a presigner answers, keys of its own and all', () => {
    const expiresAt = new Date('2026-03-01T13:00:00Z');
    const presigned = { method: 'PUT', url: signed, headers: {}, bucket: 'b', key: 'k', expiresAt };
    const presignedPost = { ...post, bucket: 'b', key: 'k', expiresAt };
    expect(build([presigned, presignedPost])).toEqual([`${signed}|${post.url}`, [{}, { s3_fields: fields }]]);
  });
});

const v4 = (date: string, seconds: number) =>
  `https://b.s3.amazonaws.com/k?X-Amz-Date=${date}&X-Amz-Expires=${seconds}&X-Amz-Signature=SECRET`;

/** A form whose policy ends today at this time. */
const policyUntil = (time: string) => ({
  ...fields,
  policy: btoa(JSON.stringify({ expiration: `2026-03-01T${time}.000Z`, conditions: [] })),
});

describe('refuses', () => {
  test.each<[string, unknown, string]>([
    ['no URL', 'nonsense SECRET', 'InvalidUrl'],
    ['an empty one', '', 'InvalidUrl'],
    ['null', null, 'InvalidUrl'],
    ['an object without url', { fields }, 'InvalidUrl'],
    ['a blank before it', ` ${signed}`, 'InvalidUrl'],
    ['a line end in it', 'https://h/a\nb', 'InvalidUrl'],
    ['ftp', 'ftp://h/a', 'UnsupportedProtocol'],
    ['javascript', 'javascript:SECRET', 'UnsupportedProtocol'],
    ['a pipe in the path', 'https://h/a|b', 'PipeInUrl'],
    ['a pipe in the query', 'https://h/a?b=|SECRET', 'PipeInUrl'],
    ['an expired target', { url: signed, expiresAt: new Date('2026-03-01T11:59:59Z') }, 'Expired'],
    ['one that expires now', { url: signed, expiresAt: now }, 'Expired'],
    ['an invalid date', { url: signed, expiresAt: new Date('x') }, 'Expired'],
    ['a URL that says itself that it has expired', v4('20260301T110000Z', 3599), 'Expired'],
    ['one that expires before a run could end', v4('20260301T120000Z', 29), 'ExpiresSoon'],
    ['one of Signature Version 2, expired', 'https://h/?Expires=1&Signature=SECRET', 'Expired'],
    ['one of Azure, expired', 'https://h/?se=2026-03-01T11:59:59Z&sig=SECRET', 'Expired'],
    ['one of Azure without a date', 'https://h/?se=SECRET&sig=x', 'Expired'],
    [
      'a form that says itself that it has expired',
      { url: post.url, fields: policyUntil('11:59:59') },
      'Expired',
    ],
    [
      'a form that expires sooner than stated',
      { url: post.url, fields: policyUntil('12:00:29'), expiresAt: new Date('2026-03-02') },
      'ExpiresSoon',
    ],
    ['headers', { url: signed, headers: { 'content-type': 'SECRET' } }, 'RequiresHeaders'],
    ['signed headers', `${signed}&X-Amz-SignedHeaders=content-type%3Bhost`, 'RequiresHeaders'],
    ['a presigned GET', { url: signed, method: 'GET' }, 'WrongMethod'],
    ['no fields', { ...post, fields: {} }, 'IncompleteFields'],
    ['fields without policy', { ...post, fields: { ...fields, policy: undefined } }, 'IncompleteFields'],
    ['fields without key', { ...post, fields: { policy: 'SECRET', signature: 'x' } }, 'IncompleteFields'],
    ['fields without signature', { ...post, fields: { policy: 'SECRET', key: 'x' } }, 'IncompleteFields'],
    ['fields that are null', { ...post, fields: null }, 'IncompleteFields'],
    ['fields that are not text', { ...post, fields: { ...fields, size: 7 } }, 'IncompleteFields'],
    ['a POST URL whose fields were forgotten', post.url, 'UnsignedS3Url'],
    ['a path-style S3 URL', 'https://s3.eu-central-1.amazonaws.com/b/k', 'UnsignedS3Url'],
    ['s3_fields in param', { url: post.url, param: { s3_fields: fields } }, 'UnsignedS3Url'],
    ['s3_fields in both', { ...post, param: { s3_fields: fields } }, 'ReservedParam'],
    ['an S3 URL whose signature is empty', 'https://b.s3.amazonaws.com/k?X-Amz-Signature=', 'UnsignedS3Url'],
    ['params of two for one', { url: signed, param: [{ n: 1 }, { n: 2 }] }, 'InvalidParam'],
    ['a param that is a list', { url: signed, param: ['SECRET'] }, 'InvalidParam'],
    ['a param that is text', { url: signed, param: 'SECRET' }, 'InvalidParam'],
    ['NaN in param', { url: signed, param: { a: [Number.NaN] } }, 'InvalidParam'],
    ['a Date in param', { url: signed, param: { at: now } }, 'InvalidParam'],
  ])('%s', (_name, callback, code) => {
    let error: unknown;
    try {
      buildCallbacks(['https://fine/', callback as Callback], deadline);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(CallbackError);
    expect(error).toMatchObject({ name: 'CallbackError', code, index: 1 });
    expect(inspect(error, { showHidden: true, depth: null })).not.toContain('SECRET');
  });

  test('and says which headers', () => {
    const url = `${signed}&X-Amz-SignedHeaders=content-type%3Bhost%3Bif-none-match`;
    expect(() => build({ url, headers: { 'content-type': 'text/plain' } })).toThrow(
      'it must be sent with headers (content-type, if-none-match); AI Core sends none.',
    );
  });

  test('and says which, and where in param', () => {
    expect(() => build({ url: signed, param: { a: { b: Number.NaN } } })).toThrow(
      'Callback 0 (https://b.s3.eu-central-1.amazonaws.com/results/a.json): `param.a.b` is NaN, not JSON.',
    );
  });

  test.each([
    v4('20260301T120000Z', 30),
    `${v4('20260301T120000Z', 30)}&X-Amz-SignedHeaders=host`,
    'https://b.s3.amazonaws.com/k?AWSAccessKeyId=a&Signature=b&Expires=1772366430',
    'https://storage.example.com/b/k',
    'https://x.blob.core.windows.net/c/b?sv=1&sig=x',
    'https://x.blob.core.windows.net/c/b?sv=1&se=2026-03-01T12:00:30Z&sig=x',
    'https://h/?Expires=1&se=1',
    'https://s3.my-company.example/upload',
  ])('not %s', (url) => {
    expect(build(url)[0]).toBe(url);
  });
});
