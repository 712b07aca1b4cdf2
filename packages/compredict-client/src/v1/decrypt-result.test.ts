import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { encrypt, keyPair } from '../../test/encrypt.ts';
import { rejection } from '../../test/support.ts';
import { decryptResult } from './decrypt-result.ts';

const { publicKey, privateKey } = keyPair(2048);

test.each([1024, 2047, 2048, 3072])('results encrypted for a key of %i bits', async (bits) => {
  const pair = keyPair(bits);
  const results = { load: Array.from({ length: 200 }, (_, index) => index / 7) };
  const body = {
    job_id: 'j',
    is_encrypted: true,
    predictions: encrypt(JSON.stringify(results), pair.publicKey),
    results: encrypt(JSON.stringify(results), pair.publicKey),
    evaluations: encrypt('[]', pair.publicKey),
    monitors: null,
  };
  expect(await decryptResult(body, pair.privateKey)).toEqual({
    job_id: 'j',
    is_encrypted: false,
    predictions: results,
    results,
    evaluations: [],
    monitors: null,
  });
});

test.each([1, 213, 214, 215, 428, 429])(
  'a text of %i letters, and letters cut by a block',
  async (length) => {
    for (const letter of ['x', 'é', '語']) {
      const text = letter.repeat(length);
      const body = { is_encrypted: true, results: encrypt(JSON.stringify(text), publicKey) };
      expect(await decryptResult(body, privateKey)).toEqual({ is_encrypted: false, results: text });
    }
  },
);

test.each([
  null,
  'text',
  [],
  { results: 'text' },
  { is_encrypted: false, results: 'text' },
  { is_encrypted: true, results: null },
])('leaves %j as it is, and needs no key', async (body) => {
  expect(await decryptResult(body, undefined)).toBe(body);
});

describe('says that it cannot', () => {
  const whole = encrypt('{"load":["SECRET"]}', publicKey);
  test.each<[string, string | undefined, string]>([
    ['without a key', undefined, whole],
    ['with another key', keyPair(2048).privateKey, whole],
    ['with a key of another size', keyPair(1024).privateKey, whole],
    ['decrypt what was cut off', privateKey, whole.slice(0, 200)],
    ['decrypt what is no base64', privateKey, '{"load":'],
    ['read what is no JSON', privateKey, encrypt('SECRET', publicKey)],
    ['read nothing', privateKey, ''],
  ])('%s', async (_name, key, results) => {
    const error = await rejection(decryptResult({ is_encrypted: true, results }, key));
    expect(error).toMatchObject({ name: 'DecryptionError', code: 'DecryptionFailed' });
    const shown = inspect(error, { showHidden: true, depth: null });
    expect(shown).not.toContain('SECRET');
    expect(shown).not.toContain('PRIVATE KEY');
  });
});
