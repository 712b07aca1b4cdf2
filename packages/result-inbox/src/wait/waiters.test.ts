import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWaiters } from './waiters.ts';

test('hands a result to all who wait for its job, and to nobody whose signal was aborted, before or after', async () => {
  const waiters = createWaiters<string>();
  const leaving = new AbortController();
  const told: string[] = [];
  const wait = (name: string, jobId: string, signal: AbortSignal) =>
    void waiters.next(jobId, signal).then((result) => told.push(`${name}: ${result}`));
  const staying = new AbortController().signal;
  wait('first', 'a', staying);
  wait('second', 'a', staying);
  wait('gone before', 'a', AbortSignal.abort());
  wait('gone after', 'a', leaving.signal);
  wait('another', 'b', staying);
  leaving.abort();
  waiters.tell('a', 'result');
  waiters.tell('a', 'again');
  await turn();
  expect(told).toEqual(['first: result', 'second: result']);
});
