import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { encrypt } from '../../test/encrypt.ts';
import { rejection } from '../../test/support.ts';
import { decryptResult } from '../v1/decrypt-result.ts';
import { readPrivateKey } from './read-private-key.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const passphrase = 'SECRET';
const cipher = 'aes-256-cbc';
const pem = (type: 'pkcs1' | 'pkcs8', more = {}) =>
  privateKey.export({ type, format: 'pem', ...more }) as string;

describe('reads a key', () => {
  test.each([
    ['of PKCS #8', pem('pkcs8'), undefined],
    ['of PKCS #1', pem('pkcs1'), undefined],
    ['of PKCS #8 with a passphrase', pem('pkcs8', { cipher, passphrase }), passphrase],
    ['of PKCS #1 with a passphrase', pem('pkcs1', { cipher, passphrase }), passphrase],
    ['from bytes', Buffer.from(pem('pkcs8')), undefined],
  ])('%s, that decrypts and cannot be got out', async (_name, text, phrase) => {
    const key = await readPrivateKey(text, phrase);
    expect(key.extractable).toBe(false);
    const body = { is_encrypted: true, results: encrypt('[1]', publicKey) };
    expect(await decryptResult(body, key)).toEqual({ is_encrypted: false, results: [1] });
  });
});

test.each([
  ['a wrong passphrase', pem('pkcs8', { cipher, passphrase }), 'WRONG'],
  ['no passphrase', pem('pkcs8', { cipher, passphrase }), undefined],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }) as string, undefined],
  [
    'another kind of key',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    undefined,
  ],
  ['no key', 'SECRET', undefined],
])('refuses %s', async (_name, text, phrase) => {
  const error = await rejection(readPrivateKey(text, phrase));
  expect(error).toMatchObject({ name: 'ConfigurationError' });
  expect(inspect(error, { depth: null })).not.toMatch(/SECRET|WRONG|BEGIN/);
});
