import { expect, test } from 'vitest';
import { type Listed, readProgress } from './progress.ts';

const at = (key: string, lastModified: number, eTag = 'e'): Listed => ({ key, eTag, lastModified });

test('what was handled is remembered as long as listings may bring something older', () => {
  const progress = readProgress(undefined, 100);
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
  const progress = readProgress(undefined, 100);
  progress.handled(at('b', 5000));
  progress.advance(1000);
  expect(progress.isHandled(at('a', 1000))).toBe(false);
  expect(progress.isHandled(at('a', 999))).toBe(true);
});

test('another content under the same key is not handled', () => {
  const progress = readProgress(undefined, 100);
  progress.handled(at('a', 1000, 'old'));
  expect(progress.isHandled(at('a', 1000, 'new'))).toBe(false);
});

test('survives as text, with every key that S3 allows', () => {
  const before = readProgress(undefined, 100);
  before.handled(at('__proto__', 1000));
  before.advance(undefined);
  const after = readProgress(String(before), 100);
  expect(after.isHandled(at('__proto__', 1000))).toBe(true);
  expect(after.isHandled(at('b', 1000))).toBe(false);
  expect(after.isHandled(at('b', 899))).toBe(true);
});

test.each(['', 'x', '{}', '{"version":2}', '[]'])('%j is no progress', (text) => {
  expect(() => readProgress(text, 100)).toThrow('checkpoint');
});
