import { describe, expect, test } from 'vitest';
import { RequestLog } from './request-log.ts';
import { s3Error } from './s3-fault.ts';
import type { S3Request } from './s3-request.ts';

const refusal = s3Error(403, 'AccessDenied', 'Request has expired');
const { code, message, culprit } = refusal;

function add(log: RequestLog, from: number, to: number): void {
  for (let second = from; second < to; second++) {
    const { error, ok, ...request } = requestOf(second);
    log.add(request, error && refusal);
  }
}

/** Every second one is refused. */
function requestOf(second: number): S3Request {
  const request = { method: 'PUT', bucket: 'results', key: `${second}.json`, signedBy: 'url' } as const;
  const at = new Date(second * 1000);
  return second % 2 === 0
    ? { ...request, at, ok: true, status: 200 }
    : { ...request, at, ok: false, status: 403, error: { code, message, culprit } };
}

describe.each([
  ['read at the end', 10_003],
  ['read at once', 0],
  ['read in between', 5000],
  ['read when it is full', 10_001],
])('a log that is %s', (_when, readAt) => {
  test('has the last ten thousand requests, in their order', () => {
    const log = new RequestLog();
    add(log, 0, readAt);
    const read = log.requests;
    add(log, readAt, 10_003);
    expect(read).toHaveLength(10_000);
    expect(read).toEqual(Array.from({ length: 10_000 }, (_, at) => requestOf(at + 3)));
    expect(log.requests).toBe(read);
  });
});
