import { describe, expect, test } from 'vitest';
import { AbortedError, BodyError, NetworkError, TimeoutError } from '../errors/connection-errors.ts';
import { NotFoundError, ServerError, ThrottledError } from '../errors/response-errors.ts';
import { mayRepeat, waitBeforeRetry } from './retry.ts';

const request = { method: 'GET', url: 'https://core.invalid/' };
const server = (status: number) => new ServerError('', { ...request, status });
const network = (cause: unknown) => new NetworkError('', request, { cause });
const refused = Object.assign(new Error(), { code: 'ECONNREFUSED', syscall: 'connect' });
const unknown = Object.assign(new Error(), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
const reset = Object.assign(new Error(), { code: 'ECONNRESET', syscall: 'read' });

test.each([
  ['429', new ThrottledError('', undefined, { ...request, status: 429 }), true, false],
  ['500', server(500), true, false],
  ['501', server(501), false, false],
  ['503', server(503), true, false],
  ['505', server(505), false, false],
  ['404', new NotFoundError('', { ...request, status: 404 }), false, false],
  ['a timeout', new TimeoutError('', request), true, false],
  ['a reset', network(reset), true, false],
  ['an abort', new AbortedError('', request), false, false],
  ['a body that failed', new BodyError('', request), false, false],
  ['a refused connection', network(refused), true, true],
  ['a refused connection, by fetch', network(new TypeError('fetch failed', { cause: refused })), true, true],
  ['a name that does not resolve', network(unknown), true, true],
  ['several addresses refused', network(new AggregateError([refused, refused])), true, true],
])('after %s', (_name, error, safe, run) => {
  expect(mayRepeat(error, true)).toBe(safe);
  expect(mayRepeat(error, false)).toBe(run);
});

describe('the wait', () => {
  const policy = { limit: 9, baseDelayMs: 100, maxDelayMs: 1000 };

  test('doubles, up to the longest, with less than half left to chance', () => {
    const waits = [1, 2, 3, 4, 5, 50].map((attempt) => waitBeforeRetry(attempt, policy, undefined, () => 0));
    expect(waits).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(waitBeforeRetry(1, policy, undefined, () => 0.999)).toBeCloseTo(50, 0);
  });

  test('is what AI Core asks for, or none when it asks for too much', () => {
    expect(waitBeforeRetry(1, policy, 0)).toBe(0);
    expect(waitBeforeRetry(1, policy, 1000)).toBe(1000);
    expect(waitBeforeRetry(1, policy, 1001)).toBeUndefined();
  });
});
