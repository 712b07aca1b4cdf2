import { expect, test } from 'vitest';
import { redactResult } from './redact-result.ts';

const url =
  'https://bucket.s3.amazonaws.com/results/a.json?X-Amz-Signature=SECRET&X-Amz-Security-Token=SECRET';
const fields = { key: 'results/a.json', policy: 'SECRET', 'x-amz-signature': 'SECRET' };

test('strips s3_fields and keeps the rest of callback_param', () => {
  const result = { job_id: 'j', callback_param: { trip: 7, s3_fields: fields } };
  expect(redactResult(result)).toEqual({ job_id: 'j', callback_param: { trip: 7 } });
  expect(result.callback_param.s3_fields).toBe(fields);
});

test('strips them from the list form', () => {
  const callback_param = [{ s3_fields: fields, n: 1 }, {}, null];
  expect(redactResult({ callback_param })).toEqual({ callback_param: [{ n: 1 }, {}, null] });
});

test.each([
  ['a signature', { 'X-Amz-Signature': 'SECRET' }],
  ['a policy by itself', { deep: [{ Policy: 'SECRET' }] }],
  ['a seal', { seal: 'SECRET' }],
  ['a token', { accessToken: 'SECRET', refresh_token: 'SECRET' }],
  ['a password and a secret', { password: 'SECRET', client_secret: 'SECRET' }],
  ['a presigned URL', { see: `put it to ${url} please` }],
  ['a SAS URL', [`https://x.blob.core.windows.net/c/b?sv=1&sig=SECRET`]],
])('hides %s', (_name, callback_param) => {
  expect(JSON.stringify(redactResult({ callback_param }))).not.toContain('SECRET');
});

test('hides credentials in other keys that were echoed', () => {
  const result = { job_id: 'j', callback_url: url, error: `could not write to ${url}` };
  expect(redactResult(result)).toEqual({
    job_id: 'j',
    error: 'could not write to https://bucket.s3.amazonaws.com/results/a.json?[redacted]',
  });
});

test('hands what was computed through as it is', () => {
  const result = { results: { token: [1] }, predictions: [2], evaluations: [], monitors: {} };
  const redacted = redactResult(result);
  expect(redacted.results).toBe(result.results);
  expect(redacted.predictions).toBe(result.predictions);
});

test('depth and poisoned keys are no danger', () => {
  const deep = JSON.parse(`{"callback_param":${'['.repeat(50_000)}"SECRET"${']'.repeat(50_000)}}`);
  expect(JSON.stringify(redactResult(deep))).not.toContain('SECRET');
  const poisoned = redactResult(JSON.parse('{"callback_param":{"__proto__":{"admin":true}}}'));
  expect((poisoned as { callback_param: object }).callback_param).not.toHaveProperty('admin', true);
});
