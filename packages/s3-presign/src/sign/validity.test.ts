import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validity } from './validity.ts';

const keys = { accessKeyId: 'A', secretAccessKey: 'B' };
const now = new Date('2026-03-01T12:07:31.900Z');

test('counts from the whole second', () => {
  expect(validity(now, 60, keys)).toEqual({
    signedAt: Date.parse('2026-03-01T12:07:31Z'),
    expiresIn: 60,
    expiresAt: new Date('2026-03-01T12:08:31Z'),
  });
});

test('counts from the start of the window', () => {
  expect(validity(now, 600, keys, { window: 300 })).toMatchObject({
    signedAt: Date.parse('2026-03-01T12:05:00Z'),
    expiresAt: new Date('2026-03-01T12:15:00Z'),
  });
});

test('is the same all through a window, and never shorter than promised', () => {
  const seconds = fc.integer({ min: 1, max: 604_800 });
  const dates = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(dates, seconds, fc.integer({ min: 1, max: 302_400 }), (date, asked, window) => {
      fc.pre(window * 2 <= asked);
      const life = validity(date, asked, keys, { window });
      expect(life).toEqual(validity(new Date(life.signedAt), asked, keys, { window }));
      expect(life).toEqual(validity(new Date(life.signedAt + window * 1000 - 1), asked, keys, { window }));
      expect(life.signedAt).toBeLessThanOrEqual(date.getTime());
      const left = (life.expiresAt.getTime() - date.getTime()) / 1000;
      expect(left).toBeGreaterThan(asked - window);
      expect(left).toBeLessThanOrEqual(asked);
    }),
    { numRuns: 1000 },
  );
});

test('refuses a window that could eat up more than half the life', () => {
  expect(() => validity(now, 599, keys, { window: 300 })).toThrow(
    expect.objectContaining({ code: 'InvalidOption', option: 'window' }),
  );
  expect(validity(now, 1, keys).expiresIn).toBe(1);
});

test('ends with the credentials, and says so', () => {
  const expiration = new Date('2026-03-01T12:08:00.500Z');
  expect(validity(now, 60, { ...keys, expiration })).toEqual({
    signedAt: Date.parse('2026-03-01T12:07:31Z'),
    expiresIn: 29,
    expiresAt: new Date('2026-03-01T12:08:00Z'),
    limitedBy: 'credentials',
  });
  expect(validity(now, 29, { ...keys, expiration })).not.toHaveProperty('limitedBy');
});

test('refuses to be shorter, where that is asked', () => {
  const credentials = { ...keys, expiration: new Date('2026-03-01T12:08:31Z') };
  expect(validity(now, 60, credentials, { refuseShort: true }).expiresIn).toBe(60);
  expect(() => validity(now, 61, credentials, { refuseShort: true })).toThrow(
    expect.objectContaining({ name: 'CredentialsError', code: 'CredentialsTooShort' }),
  );
});

test.each([
  ['a second that has not passed', '2026-03-01T12:07:31.999Z', {}],
  ['the past', '2026-03-01T12:00:00Z', {}],
  ['the past, though within the window', '2026-03-01T12:07:00Z', { window: 300 }],
])('credentials that end in %s', (_name, end, rules) => {
  const credentials = { ...keys, expiration: new Date(end) };
  expect(() => validity(now, 600, credentials, rules)).toThrow(
    expect.objectContaining({ code: 'CredentialsExpired' }),
  );
});

test('refuses a clock that tells no time', () => {
  expect(() => validity(new Date(Number.NaN), 60, keys)).toThrow(
    expect.objectContaining({ code: 'InvalidOption', option: 'now' }),
  );
});
