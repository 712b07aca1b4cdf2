import crypto from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { addCustomerKey, type CustomerKey } from './check-customer-key.ts';

const sseCustomerKey = Buffer.alloc(32, 7).toString('base64');
const MD5 = 'x-amz-server-side-encryption-customer-key-md5';

const headersOf = (options: CustomerKey) => {
  const headers: Record<string, string> = {};
  addCustomerKey(headers, options);
  return headers;
};

test('makes the MD5 of the key, or takes it as given', () => {
  expect(headersOf({ sseCustomerKey })[MD5]).toBe('y4HAEFCYWuvAXWFTtA1Qpg==');
  const given = `${'A'.repeat(22)}==`;
  expect(headersOf({ sseCustomerKey, sseCustomerKeyMd5: given })[MD5]).toBe(given);
});

test('asks for the MD5 where the platform has none', () => {
  // Node.js does so in FIPS mode, which the Node.js of npm is not built for: so its refusal is played here.
  vi.spyOn(crypto, 'createHash').mockImplementation(() => {
    throw new Error('error:0308010C:digital envelope routines::unsupported');
  });
  expect(() => headersOf({ sseCustomerKey })).toThrow(
    expect.objectContaining({ code: 'InvalidOption', option: 'sseCustomerKeyMd5' }),
  );
});
