import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const LOGIN = { COMPREDICT_AI_CORE_USERNAME: 'u', COMPREDICT_AI_CORE_PASSWORD: 'p' };

test('an empty environment means the sandbox for both', () => {
  expect(readSettings({})).toEqual({ aiCore: 'sandbox', s3: undefined, failOnError: false });
  expect(readSettings({ BUCKET: ' ', COMPREDICT_AI_CORE_KEY: '' })).toMatchObject({ aiCore: 'sandbox' });
});

test('AWS credentials alone choose no bucket', () => {
  expect(readSettings({ AWS_ACCESS_KEY_ID: 'A', REGION: 'eu-central-1' })).toMatchObject({ s3: undefined });
});

test('a real S3 with the sandbox AI Core', () => {
  expect(readSettings({ BUCKET: 'b', REGION: 'r', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' })).toMatchObject(
    {
      aiCore: 'sandbox',
      s3: { bucket: 'b', region: 'r', endpoint: 'http://127.0.0.1:1' },
    },
  );
});

test('a real AI Core, by key or by login', () => {
  expect(readSettings({ COMPREDICT_AI_CORE_KEY: 'k', BUCKET: 'b' })).toMatchObject({ aiCore: 'remote' });
  expect(readSettings({ ...LOGIN, BUCKET: 'b' })).toMatchObject({ aiCore: 'remote' });
  const local = { ...LOGIN, COMPREDICT_AI_CORE_URL: 'http://127.0.0.1:8000/api/v2' };
  expect(readSettings(local)).toMatchObject({ aiCore: 'remote', s3: undefined });
});

test.each([
  ['True', true],
  ['1', true],
  ['False', false],
  ['', false],
])('fail on error: %j', (value, failOnError) => {
  expect(readSettings({ COMPREDICT_AI_CORE_FAIL_ON_ERROR: value })).toMatchObject({ failOnError });
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a password without a name',
    { COMPREDICT_AI_CORE_PASSWORD: 'the-password' },
    /USERNAME and .*PASSWORD together/,
  ],
  ['a URL without a login', { COMPREDICT_AI_CORE_URL: 'https://x.example/api/v2' }, /no way to log in/],
  ['a far AI Core with the S3 of this machine', LOGIN, /set BUCKET/],
])('refuses %s', (_name, env, message) => {
  expect(() => readSettings(env)).toThrow(message);
  expect(() => readSettings(env)).not.toThrow(/the-password/);
});
