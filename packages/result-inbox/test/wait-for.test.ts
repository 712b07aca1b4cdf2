import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sealCallbackParam } from '@x/result-schema/seal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInbox, type InboxOptions, memoryStore } from '../src/index.ts';
import { sqsSource } from '../src/sqs/sqs-source.ts';
import { eventOf, resultOf, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function openInbox(options: Omit<Partial<InboxOptions>, 'source'> = {}) {
  const queue = await world.createQueue();
  const source = sqsSource({ queueUrl: queue.queueUrl, client: world.sqs, waitTimeSeconds: 1 });
  return { queue, inbox: createInbox({ source, client: world.s3, ...options }) };
}

test('the result that passes through the inbox, for all who wait', async () => {
  const { queue, inbox } = await openInbox();
  const running = inbox.run(() => {});
  const waits = [inbox.waitFor('a', { pollMs: 60_000 }), inbox.waitFor('a', { pollMs: 60_000 })];
  await world.put('wait/a.json', resultOf('a'));
  await queue.send(eventOf(world.bucket, 'wait/a.json'));
  expect(await Promise.all(waits)).toMatchObject([{ job_id: 'a' }, { job_id: 'a' }]);
  await inbox.stop();
  await running;
});

test('the result that another worker with the same store has handled', async () => {
  const store = memoryStore();
  const worker = await openInbox({ store });
  const waiter = await openInbox({ store });
  const waiting = waiter.inbox.waitFor('b', { pollMs: 10 });
  await world.put('wait/b.json', resultOf('b'));
  await worker.queue.send(eventOf(world.bucket, 'wait/b.json'));
  const running = worker.inbox.run(() => {});
  expect(await waiting).toMatchObject({ job_id: 'b' });
  await worker.inbox.stop();
  await running;
});

test('the result at an object, once it is that of the job', async () => {
  const { inbox } = await openInbox();
  const object = { bucket: world.bucket, key: 'wait/c.json' };
  const waiting = inbox.waitFor('c', { object, pollMs: 10 });
  for (const body of ['{', resultOf('other'), resultOf('c')]) await world.put(object.key, body);
  expect(await waiting).toMatchObject({ job_id: 'c' });
});

test('a result that is faster than the record of its run is looked at again', async () => {
  const secret = 'a secret of more than 32 characters';
  let recorded: string | undefined;
  const { inbox } = await openInbox({ secret, expectedJobId: () => recorded });
  const object = { bucket: world.bucket, key: 'wait/early.json' };
  await world.put(object.key, resultOf('early', { callback_param: await sealCallbackParam({}, secret) }));
  await expect(inbox.waitFor('early', { object, pollMs: 5, timeout: 100 })).rejects.toMatchObject({
    code: 'WaitTimeout',
    cause: { name: 'SealError', code: 'UnknownRun' },
  });
  const waiting = inbox.waitFor('early', { object, pollMs: 5 });
  setTimeout(() => {
    recorded = 'early';
  }, 50);
  expect(await waiting).toMatchObject({ job_id: 'early' });
});

test.each([
  [undefined, undefined],
  ['{"job_id":', /wait\/late.json: .*ends too early/],
  [JSON.stringify(resultOf('other')), 'compredict-results/wait/late.json is the result of job other.'],
])('a timeout says what was there instead: %s', async (body, reason) => {
  const { inbox } = await openInbox();
  if (body !== undefined) await world.put('wait/late.json', body);
  const object = { bucket: world.bucket, key: 'wait/late.json' };
  const error = await inbox.waitFor('late', { object, pollMs: 5, timeout: 100 }).catch((e: unknown) => e);
  expect(error).toMatchObject({ name: 'InboxError', code: 'WaitTimeout' });
  if (reason === undefined) expect(error).not.toHaveProperty('cause');
  else expect(error).toMatchObject({ cause: { message: expect.stringMatching(reason) } });
});

test('ends with the signal, and with the inbox', async () => {
  const { inbox } = await openInbox();
  const gone = new Error('gone');
  await expect(inbox.waitFor('d', { signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
  const leaving = new AbortController();
  const left = inbox.waitFor('d', { signal: leaving.signal, timeout: false });
  const stopped = inbox.waitFor('d');
  leaving.abort(gone);
  await expect(left).rejects.toBe(gone);
  const object = { bucket: world.bucket, key: 'wait/d.json' };
  const looking = inbox.waitFor('d', { object, pollMs: 1 });
  await inbox.stop();
  await expect(stopped).rejects.toMatchObject({ code: 'Stopped' });
  await expect(looking).rejects.toMatchObject({ code: 'Stopped' });
});

test('leaves nothing behind when it is over before its time', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const { inbox } = await openInbox();
  const waits = 4000;
  const heapAfter = async () => {
    for (let job = 0; job < waits; job++) {
      const leaving = new AbortController();
      const left = inbox.waitFor(`${job}`, { signal: leaving.signal });
      leaving.abort();
      await left.catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter();
  const grown = (await heapAfter()) - before;
  expect(grown / waits).toBeLessThan(300);
  await inbox.stop();
});

test.each([
  [{ timeout: 0 }, 'timeout'],
  [{ timeout: 2 ** 31 }, 'timeout'],
  [{ pollMs: 0 }, 'pollMs'],
])('%j is refused', async (options, name) => {
  const { inbox } = await openInbox();
  await expect(inbox.waitFor('a', options)).rejects.toThrow(name);
});
