import { expect, test } from 'vitest';
import { type Listed, type Listing, readProgress } from './progress.ts';

const at = (key: string, lastModified: number, eTag = 'e'): Listed => ({ key, eTag, lastModified });

const listing: Listing = { bucket: 'results', prefix: 'runs/', overlapMs: 100 };

test('what was handled is remembered as long as listings may bring something older', () => {
  const progress = readProgress(undefined, listing);
  progress.handled(at('a', 1000));
  progress.handled(at('b', 1200));
  expect(progress.isHandled(at('a', 1000))).toBe(true);
  expect(progress.isHandled(at('c', 900))).toBe(false);
  progress.advance(undefined);
  // Before 1100 everything was handled; `a` need not be remembered for that.
  expect(progress.isHandled(at('a', 1000))).toBe(true);
  expect(String(progress)).not.toContain('"a"');
  expect(progress.isHandled(at('c', 1100))).toBe(false);
  expect(progress.isHandled(at('b', 1200))).toBe(true);
});

test('what is not handled holds the moment back', () => {
  const progress = readProgress(undefined, listing);
  progress.handled(at('b', 5000));
  progress.advance(1000);
  expect(progress.isHandled(at('a', 1000))).toBe(false);
  expect(progress.isHandled(at('a', 999))).toBe(true);
});

test('another content under the same key is not handled', () => {
  const progress = readProgress(undefined, listing);
  progress.handled(at('a', 1000, 'old'));
  expect(progress.isHandled(at('a', 1000, 'new'))).toBe(false);
});

test('survives as text, with every key that S3 allows', () => {
  const before = readProgress(undefined, listing);
  before.handled(at('__proto__', 1000));
  before.advance(undefined);
  const after = readProgress(String(before), listing);
  expect(after.isHandled(at('__proto__', 1000))).toBe(true);
  expect(after.isHandled(at('b', 1000))).toBe(false);
  expect(after.isHandled(at('b', 899))).toBe(true);
});

test.each(['', 'x', '{}', '{"version":2}', '[]'])('%j is no progress', (text) => {
  expect(() => readProgress(text, listing)).toThrow('checkpoint');
});

test.each([{ prefix: 'runs/2030/' }, { prefix: '' }, { bucket: 'others' }])(
  'of another listing, %j, it is refused',
  (other) => {
    const before = readProgress(undefined, listing);
    before.handled(at('a', 1000));
    expect(() => readProgress(String(before), { ...listing, ...other })).toThrow(
      expect.objectContaining({ code: 'InvalidOption', message: expect.stringContaining('results/runs/*') }),
    );
  },
);

test('an older checkpoint, which does not say what was listed, goes on and says so', () => {
  const older = '{"version":1,"horizon":900,"newest":1000,"handled":[["a","e",1000]]}';
  const progress = readProgress(older, listing);
  expect(progress.isHandled(at('a', 1000))).toBe(true);
  expect(progress.isHandled(at('b', 899))).toBe(true);
  expect(JSON.parse(String(progress))).toEqual({ ...JSON.parse(older), bucket: 'results', prefix: 'runs/' });
});
