import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { AiCoreError, isAiCoreError } from './ai-core-error.ts';

class SomeError extends AiCoreError {
  override readonly name = 'SomeError';
  readonly code = 'Some';
}
const request = { method: 'GET', url: 'http://h/', status: 500, requestId: 'r', body: { echoed: 'SECRET' } };

test('has what belongs to the request, and shows all but the body', () => {
  const error = new SomeError('m', request, { cause: 1 });
  expect(error).toMatchObject({ ...request, name: 'SomeError', code: 'Some', cause: 1 });
  expect(JSON.stringify({ ...error })).not.toContain('SECRET');
  expect(inspect(error)).not.toContain('SECRET');
  expect(String(error)).toBe('SomeError: m');
});

test('has no properties for what is not known: no invented status', () => {
  expect(Object.keys(new SomeError('m'))).toEqual(['name', 'code']);
});

test('is told from other errors, across copies of the class', async () => {
  const copyUrl = './ai-core-error.ts?copy';
  const copy = (await import(/* @vite-ignore */ copyUrl)) as { AiCoreError: typeof AiCoreError };
  class OtherError extends copy.AiCoreError {
    override readonly name = 'OtherError';
    readonly code = 'Other';
  }
  expect(new OtherError('m')).not.toBeInstanceOf(AiCoreError);
  expect(isAiCoreError(new OtherError('m'))).toBe(true);
  expect(isAiCoreError(new SomeError('m'))).toBe(true);
  for (const other of [new Error('m'), { name: 'SomeError' }, null, undefined])
    expect(isAiCoreError(other)).toBe(false);
});
