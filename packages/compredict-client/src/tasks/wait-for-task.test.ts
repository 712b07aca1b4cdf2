import type { Task } from '@x/result-schema';
import { describe, expect, test } from 'vitest';
import { rejection } from '../../test/support.ts';
import { NetworkError } from '../errors/connection-errors.ts';
import { NotFoundError, ServerError, ThrottledError } from '../errors/response-errors.ts';
import type { Clock } from './clock.ts';
import { waitForTask } from './wait-for-task.ts';

const task = (status: string, more: Partial<Task> = {}): Task => ({
  job_id: 'j',
  status,
  callback_param: null,
  ...more,
});
const request = { method: 'GET', url: 'http://h/', status: 503 };

/** A clock that jumps to the end of each pause between polls, and ends the deadline when it is past. */
function fakeClock(random = 0) {
  let time = 0;
  const pauses: number[] = [];
  const alarms: { at: number; ring: () => void }[] = [];
  const clock: Clock = {
    now: () => time,
    random: () => random,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        // The first sleep of a wait is its deadline; it does not move the time.
        if (alarms.length === 0) alarms.push({ at: time + ms, ring: resolve });
        else {
          pauses.push(ms);
          time += ms;
          for (const { at, ring } of alarms) if (at <= time) ring();
          resolve();
        }
        signal.addEventListener('abort', () => resolve());
      }),
  };
  return { clock, pauses };
}

/** The same clock, whose pauses pass without time when they are cut short. */
function withSignals(clock: Clock): Clock {
  return {
    ...clock,
    // As many turns as a resolved promise needs to abort the signal.
    sleep: async (ms, signal) => {
      await new Promise(setImmediate);
      return signal.aborted ? undefined : clock.sleep(ms, signal);
    },
  };
}

/** Answers one after the other, the last one for ever. Errors are thrown. */
function answers(...list: (Task | Error)[]) {
  let calls = 0;
  const getTask = async () => {
    const next = list[Math.min(calls++, list.length - 1)];
    if (next === undefined || next instanceof Error) throw next;
    return next;
  };
  return { getTask, calls: () => calls };
}

describe('ends', () => {
  test('with the task that succeeded, telling every poll', async () => {
    const { clock } = fakeClock();
    const done = task('Finished', { success: true, results: [1] });
    const { getTask } = answers(task('Pending'), task('In Progress'), task('Reticulating'), done);
    const seen: string[] = [];
    expect(await waitForTask('j', getTask, { clock, onUpdate: ({ status }) => seen.push(status) })).toBe(
      done,
    );
    expect(seen).toEqual(['Pending', 'In Progress', 'Reticulating', 'Finished']);
  });

  test('with JobFailedError, which has the task but does not print it', async () => {
    const failed = task('Finished', {
      success: false,
      error: 'no rows at https://b/x?sig=SECRET',
      callback_param: 'SECRET',
    });
    const error = await rejection(waitForTask('j', answers(failed).getTask, { clock: fakeClock().clock }));
    expect(error).toMatchObject({ name: 'JobFailedError', code: 'JobFailed', jobId: 'j', task: failed });
    expect((error as Error).message).toBe('Job j failed: no rows at https://b/x?[redacted]');
    expect(JSON.stringify(error)).not.toContain('SECRET');
  });

  test.each([task('Canceled'), task('cancelled'), task('Finished', { is_canceled: true })])(
    'with JobCanceledError for %j',
    async (canceled) => {
      const error = await rejection(
        waitForTask('j', answers(canceled).getTask, { clock: fakeClock().clock }),
      );
      expect(error).toMatchObject({ name: 'JobCanceledError', code: 'JobCanceled', task: canceled });
    },
  );

  test('with a finished task that only its encrypted results would tell about', async () => {
    const encrypted = task('finished', { is_encrypted: true });
    const { getTask } = answers(task('Pending'), encrypted);
    expect(await waitForTask('j', getTask, { clock: fakeClock().clock })).toBe(encrypted);
  });

  test('with WaitTimeoutError at the deadline, with the last task', async () => {
    const { clock, pauses } = fakeClock();
    const pending = task('In Progress');
    const error = await rejection(waitForTask('j', answers(pending).getTask, { clock, timeout: 60_000 }));
    expect(error).toMatchObject({
      name: 'WaitTimeoutError',
      code: 'WaitTimedOut',
      jobId: 'j',
      task: pending,
    });
    expect((error as Error).message).toBe(
      'Job j did not end within 60000 ms; its status is still In Progress.',
    );
    const waited = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited - (pauses.at(-1) ?? 0)).toBeLessThan(60_000);
  });

  test('at the deadline also when a poll hangs', async () => {
    const hanging = (_id: string, { signal }: { signal?: AbortSignal }) =>
      new Promise<Task>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    expect(await rejection(waitForTask('j', hanging, { timeout: 30 }))).toMatchObject({
      name: 'WaitTimeoutError',
    });
  });

  test.each(['throws', 'rejects with'])('with what onUpdate %s', async (how) => {
    const boom = new Error('boom');
    const waiting = waitForTask('j', answers(task('Pending')).getTask, {
      clock: fakeClock().clock,
      onUpdate: () => {
        if (how === 'throws') throw boom;
        return Promise.reject(boom);
      },
    });
    expect(await rejection(waiting)).toBe(boom);
  });

  test('after the last onUpdate', async () => {
    let told = '';
    await waitForTask('j', answers(task('Finished', { success: true })).getTask, {
      async onUpdate({ status }) {
        await new Promise(setImmediate);
        told = status;
      },
    });
    expect(told).toBe('Finished');
  });
});

describe('pauses', () => {
  test('grow by half up to the longest', async () => {
    const { clock, pauses } = fakeClock();
    const list = [...new Array<Task>(12).fill(task('Pending')), task('Finished', { success: true })];
    await waitForTask('j', answers(...list).getTask, { clock, minDelayMs: 100, maxDelayMs: 1000 });
    expect(pauses.map(Math.round)).toEqual([
      100, 150, 225, 338, 506, 759, 1000, 1000, 1000, 1000, 1000, 1000,
    ]);
  });

  test('are shortened by chance, by a half at most', async () => {
    const { clock, pauses } = fakeClock(0.999);
    await waitForTask('j', answers(task('Pending'), task('Finished', { success: true })).getTask, { clock });
    expect(pauses[0]).toBeCloseTo(250, 0);
  });
});

describe('polls that fail', () => {
  const network = new NetworkError('lost');

  test('for a reason that may pass are repeated', async () => {
    const done = task('Finished', { success: true });
    const { getTask, calls } = answers(
      network,
      new ServerError('x', request),
      task('Pending'),
      network,
      done,
    );
    expect(await waitForTask('j', getTask, { clock: fakeClock().clock })).toBe(done);
    expect(calls()).toBe(5);
  });

  test('five times in a row are thrown', async () => {
    const { getTask, calls } = answers(task('Pending'), network);
    expect(await rejection(waitForTask('j', getTask, { clock: fakeClock().clock }))).toBe(network);
    expect(calls()).toBe(6);
  });

  test('for any other reason are thrown at once', async () => {
    for (const error of [
      new NotFoundError('gone', request),
      new ServerError('x', { ...request, status: 500 }),
    ]) {
      const { getTask, calls } = answers(error);
      expect(await rejection(waitForTask('j', getTask, { clock: fakeClock().clock }))).toBe(error);
      expect(calls()).toBe(1);
    }
  });

  test('wait as long as AI Core asks', async () => {
    const { clock, pauses } = fakeClock();
    const throttled = new ThrottledError('slow', 9000, request);
    await waitForTask('j', answers(throttled, task('Finished', { success: true })).getTask, { clock });
    expect(pauses).toEqual([9000]);
  });

  test('are the cause at the deadline', async () => {
    const throttled = new ThrottledError('slow', 90_000, request);
    const waiting = waitForTask('j', answers(throttled).getTask, {
      clock: fakeClock().clock,
      timeout: 60_000,
    });
    const error = await rejection(waiting);
    expect(error).toMatchObject({ name: 'WaitTimeoutError', cause: throttled });
    expect(error).not.toHaveProperty('task');
  });
});

describe('a wake', () => {
  const pending = task('Pending');
  const done = task('Finished', { success: true });

  test('ends a pause at once, on the real clock, whatever it brings', async () => {
    const { getTask, calls } = answers(pending, done);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const waiting = waitForTask('j', getTask, {
      minDelayMs: 600_000,
      timeout: 10_000,
      wake: () => promise,
      onUpdate: () => resolve({ success: false, forged: true }),
    });
    expect(await waiting).toBe(done);
    expect(calls()).toBe(2);
  });

  test('that comes during a poll has AI Core asked once more', async () => {
    const { clock, pauses } = fakeClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const list = answers(pending, pending, done);
    const getTask = async () => {
      resolve();
      return list.getTask();
    };
    await waitForTask('j', getTask, { clock: withSignals(clock), wake: () => promise, minDelayMs: 100 });
    // The pause that was cut short, and the next: back at the start, since the task is about to end.
    expect(pauses).toEqual([100]);
  });

  test('is asked for once, for this job, until the wait ends', async () => {
    const seen: AbortSignal[] = [];
    const wake = async (jobId: string, { signal }: { signal: AbortSignal }) => {
      expect(jobId).toBe('j');
      seen.push(signal);
    };
    await waitForTask('j', answers(pending, pending, done).getTask, { clock: fakeClock().clock, wake });
    expect(seen.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test.each(['throws', 'rejects'])('that %s leaves the polls as they are', async (how) => {
    const { clock, pauses } = fakeClock();
    const wake = () => {
      if (how === 'throws') throw new Error('no inbox');
      return Promise.reject(new Error('no inbox'));
    };
    expect(await waitForTask('j', answers(pending, pending, done).getTask, { clock, wake })).toBe(done);
    expect(pauses).toEqual([500, 750]);
  });

  test('does not shorten what AI Core asked for', async () => {
    const { clock, pauses } = fakeClock();
    const throttled = new ThrottledError('slow', 9000, request);
    const wake = () => Promise.resolve();
    await waitForTask('j', answers(throttled, done).getTask, { clock: withSignals(clock), wake });
    expect(pauses).toEqual([9000]);
  });
});

describe('abort', () => {
  test('ends a pause at once, on the real clock', async () => {
    const controller = new AbortController();
    const started = performance.now();
    const waiting = waitForTask('j', answers(task('Pending')).getTask, {
      signal: controller.signal,
      minDelayMs: 60_000,
      onUpdate: () => setTimeout(() => controller.abort('enough'), 5),
    });
    expect(await rejection(waiting)).toMatchObject({
      name: 'AbortedError',
      code: 'Aborted',
      cause: 'enough',
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('before the start means no poll', async () => {
    const { getTask, calls } = answers(task('Pending'));
    expect(await rejection(waitForTask('j', getTask, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'Aborted',
    });
    expect(calls()).toBe(0);
  });

  test('leaves no listener behind, and no timer', async () => {
    const { signal } = new AbortController();
    const counts = { added: 0, removed: 0 };
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      counts.added++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      counts.removed++;
      removeEventListener.apply(signal, args);
    };
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const list = [task('Pending'), task('Finished', { success: true })];
    await waitForTask('j', answers(...list).getTask, { signal, minDelayMs: 1 });
    expect(counts).toEqual({ added: 1, removed: 1 });
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

test.each([
  { timeout: 0 },
  { timeout: -1 },
  { timeout: Number.NaN },
  { minDelayMs: -1 },
  { maxDelayMs: Number.NaN },
])('refuses %j', async (options) => {
  const { getTask, calls } = answers(task('Pending'));
  expect(await rejection(waitForTask('j', getTask, options))).toMatchObject({ code: 'InvalidArgument' });
  expect(calls()).toBe(0);
});
