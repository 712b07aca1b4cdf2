import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createResultSchema, numberArray } from '@x/result-schema';
import { sealCallbackParam } from '@x/result-schema/seal';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createInbox, type Delivery, type InboxOptions, type Quarantined } from '../src/index.ts';
import { sqsSource } from '../src/sqs/sqs-source.ts';
import { eventOf, type Queue, resultOf, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** An inbox on a queue of its own. Requests do not wait long, so that it stops soon. */
async function openInbox(options: Omit<Partial<InboxOptions>, 'source'> = {}, maxReceiveCount?: number) {
  const queue = await world.createQueue(maxReceiveCount);
  const source = sqsSource({ queueUrl: queue.queueUrl, client: world.sqs, waitTimeSeconds: 1 });
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const inbox = createInbox({ source, client: world.s3, onError, retryDelaySeconds: () => 0, ...options });
  return { queue, inbox, errors };
}

/** Puts an object, and tells the queue of it. */
async function deliver(queue: Queue, key: string, body: unknown, object: object = {}) {
  const { eTag } = await world.put(key, body);
  await queue.send(eventOf(world.bucket, key, { eTag, ...object }));
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

/** A client whose errors are no instances of the classes here, as those of another version of the SDK. */
function ofAnotherCopy(client: S3Client): S3Client {
  const send: (...args: unknown[]) => Promise<unknown> = client.send.bind(client) as never;
  const sendAndRenew = (...args: unknown[]) =>
    send(...args).catch(({ name, message, $metadata }) => {
      throw Object.assign(new Error(message), { name, $metadata });
    });
  return Object.create(client, { send: { value: sendAndRenew } });
}

test('hands out what the bucket tells of, parsed', async () => {
  await world.put('runs/a b+ü.json', resultOf('a'));
  const { queueUrl } = world.sandbox.events;
  const source = sqsSource({ queueUrl, client: world.sqs, waitTimeSeconds: 1 });
  await using inbox = createInbox({ source, client: world.s3 });
  for await (const delivery of inbox) {
    expect(delivery).toMatchObject({
      jobId: 'a',
      result: { job_id: 'a', success: true, results: { load: [0.5] } },
      object: { bucket: world.bucket, key: 'runs/a b+ü.json', eTag: expect.stringMatching(/^[0-9a-f]{32}$/) },
      attempt: 1,
      sealed: undefined,
    });
    expect(delivery.object.size).toBe(
      JSON.stringify(delivery.result).length - ',"callback_param":null'.length,
    );
    await delivery.done();
    break;
  }
  // The test event that S3 sends first.
  expect(inbox.stats).toMatchObject({ received: 2, ignored: 1, handled: 1 });
});

test('types results by their schema', async () => {
  const schema = createResultSchema({ results: v.object({ load: numberArray() }) });
  const queue = await world.createQueue();
  const source = sqsSource({ queueUrl: queue.queueUrl, client: world.sqs, waitTimeSeconds: 1 });
  await using inbox = createInbox({ source, client: world.s3, schema });
  await deliver(queue, 'typed/a.json', resultOf('a'));
  await deliver(queue, 'typed/b.json', resultOf('b', { results: { load: 'none' } }));
  const loads: number[] = [];
  const running = inbox.run(({ result }) => {
    if (result.success) loads.push(...result.results.load);
  });
  await until(() => expect(inbox.stats).toMatchObject({ handled: 1, quarantined: 1 }));
  await inbox.stop();
  await running;
  expect(loads).toEqual([0.5]);
});

describe('once', () => {
  test('an event that comes twice, and an upload of the same content', async () => {
    const { queue, inbox } = await openInbox();
    for (let time = 0; time < 3; time++) await deliver(queue, 'once/a.json', resultOf('a'));
    const ids: string[] = [];
    // One at a time: what another has in hand would come again only after a lease.
    const running = inbox.run(({ id }) => ids.push(id), { concurrency: 1 });
    await until(() => expect(inbox.stats).toMatchObject({ handled: 1, duplicates: 2 }));
    await inbox.stop();
    await running;
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(await queue.count()).toEqual({ waiting: 0, inHand: 0 });
  });

  test('of one key, another content is another delivery, and so is another job', async () => {
    const { queue, inbox } = await openInbox();
    const seen: unknown[] = [];
    const running = inbox.run(({ jobId, result }) => seen.push([jobId, result.status]));
    const bodies = [resultOf('a'), resultOf('a', { status: 'Corrected' }), resultOf('b')];
    for (const [index, body] of bodies.entries()) {
      await deliver(queue, 'once/b.json', body, { sequencer: `0${index}` });
      await until(() => expect(inbox.stats.handled).toBe(index + 1));
    }
    await inbox.stop();
    await running;
    expect(seen).toEqual([
      ['a', 'Finished'],
      ['a', 'Corrected'],
      ['b', 'Finished'],
    ]);
  });

  test('a content that comes back after another one is handed out again, under the id it had', async () => {
    const { queue, inbox } = await openInbox();
    const ids: string[] = [];
    const running = inbox.run(({ id }) => ids.push(id));
    for (const [index, status] of ['A', 'B', 'A'].entries()) {
      await deliver(queue, 'once/d.json', resultOf('a', { status }), { sequencer: `0${index}` });
      await until(() => expect(inbox.stats.handled).toBe(index + 1));
    }
    await inbox.stop();
    await running;
    expect(ids).toEqual([ids[0], expect.not.stringMatching(`${ids[0]}`), ids[0]]);
  });

  test('an event that comes after its object was overwritten stands for what lies there now', async () => {
    const { queue, inbox } = await openInbox();
    await deliver(queue, 'once/c.json', resultOf('old'), { sequencer: '01' });
    await deliver(queue, 'once/c.json', resultOf('new'), { sequencer: '02' });
    const jobs: string[] = [];
    const running = inbox.run(({ jobId }) => jobs.push(jobId), { concurrency: 1 });
    await until(() => expect(inbox.stats).toMatchObject({ handled: 1, duplicates: 1 }));
    await inbox.stop();
    await running;
    expect(jobs).toEqual(['new']);
  });

  test('an object that was deleted is gone', async () => {
    const { queue, inbox } = await openInbox();
    await queue.send(eventOf(world.bucket, 'once/never.json'));
    const running = inbox.run(() => expect.unreachable());
    await until(() => expect(inbox.stats.gone).toBe(1));
    await inbox.stop();
    await running;
  });
});

describe('a handler that fails', () => {
  test('is given the delivery again, and then to the dead letters', async () => {
    const { queue, inbox, errors } = await openInbox({}, 3);
    await deliver(queue, 'fails/a.json', resultOf('a'));
    const attempts: Delivery[] = [];
    const running = inbox.run((delivery) => {
      attempts.push(delivery);
      throw new Error(`attempt ${delivery.attempt}`);
    });
    await until(async () => expect(await queue.dead()).toHaveLength(1));
    await inbox.stop();
    await running;
    expect(errors.map(String)).toEqual(['Error: attempt 1', 'Error: attempt 2', 'Error: attempt 3']);
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
    expect(inbox.stats).toMatchObject({ retried: 3, handled: 0, errors: 0 });
  });

  test('waits as long as retryDelaySeconds says, or the handler', async () => {
    const delays: number[] = [];
    const { queue, inbox } = await openInbox({
      retryDelaySeconds: (attempt) => {
        delays.push(attempt);
        return 43_200;
      },
    });
    await deliver(queue, 'fails/b.json', resultOf('b'));
    await deliver(queue, 'fails/c.json', resultOf('c'));
    const running = inbox.run(async (delivery) => {
      if (delivery.jobId === 'c') return delivery.retry({ delaySeconds: 1 });
      throw new Error('no');
    });
    await until(() => expect(inbox.stats.retried).toBeGreaterThan(2));
    await inbox.stop();
    await running;
    expect(delays).toEqual([1]);
    expect((await queue.count()).inHand).toBe(2);
  });

  test('comes again after a fraction of a second, too', async () => {
    const { queue, inbox, errors } = await openInbox({ retryDelaySeconds: () => 0.2 });
    await deliver(queue, 'fails/d.json', resultOf('d'));
    const running = inbox.run(({ attempt }) => {
      if (attempt === 1) throw new Error('not yet');
    });
    await until(() => expect(inbox.stats).toMatchObject({ retried: 1, handled: 1 }));
    await inbox.stop();
    await running;
    expect(errors.map(String)).toEqual(['Error: not yet']);
  });

  test('a message with several objects comes again until all are done, and each is handled once', async () => {
    const { queue, inbox } = await openInbox();
    for (const job of ['a', 'b', 'c']) await world.put(`several/${job}.json`, resultOf(job));
    const events = ['a', 'b', 'c'].map((job) => eventOf(world.bucket, `several/${job}.json`));
    await queue.send({ Records: events.flatMap((event) => (event as { Records: object[] }).Records) });
    const seen: string[] = [];
    const running = inbox.run(({ jobId, attempt }) => {
      seen.push(`${jobId}${attempt}`);
      if (jobId === 'b' && attempt === 1) throw new Error('not yet');
    });
    await until(() => expect(inbox.stats).toMatchObject({ handled: 3, duplicates: 2 }));
    await inbox.stop();
    await running;
    expect(seen.toSorted()).toEqual(['a1', 'b1', 'b2', 'c1']);
  });
});

describe('quarantine', () => {
  const read = async (key: string) => {
    const answer = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key: key }));
    return { text: await answer.Body?.transformToString(), metadata: answer.Metadata };
  };

  test('takes what is no result, untouched and with the reason', async () => {
    const quarantined: Quarantined[] = [];
    const { queue, inbox } = await openInbox({
      maxBytes: 100,
      onQuarantine: (object) => quarantined.push(object),
    });
    const broken = {
      cut: '{"job_id":"a","stat',
      xml: '<Error/>',
      big: JSON.stringify('x'.repeat(200)),
      none: '',
    };
    for (const [name, body] of Object.entries(broken)) {
      await deliver(queue, `broken/${name} +ü.json`, body);
      await deliver(queue, `broken/${name} +ü.json`, body);
    }
    const running = inbox.run(() => expect.unreachable(), { concurrency: 1 });
    await until(() => expect(inbox.stats).toMatchObject({ quarantined: 4, duplicates: 4 }));
    await inbox.stop();
    await running;
    const codes = quarantined.map(({ object, reason }) => [object.key, reason.code]);
    expect(Object.fromEntries(codes)).toEqual({
      'broken/cut +ü.json': 'Truncated',
      'broken/xml +ü.json': 'InvalidJson',
      'broken/big +ü.json': 'TooLarge',
      'broken/none +ü.json': 'Empty',
    });
    for (const { object, copy, reason } of quarantined) {
      const original = await read(object.key);
      expect(copy.key).toBe(`quarantine/${object.key}/${object.eTag}`);
      expect(await read(copy.key)).toEqual({
        text: original.text,
        metadata: { 'quarantine-reason': reason.code },
      });
      expect(JSON.parse((await read(`${copy.key}.reason.json`)).text ?? '')).toEqual({ object, reason });
    }
  });

  test('takes what has no room for the reason in its metadata', async () => {
    const copies: Quarantined['copy'][] = [];
    const { queue, inbox } = await openInbox({ onQuarantine: ({ copy }) => copies.push(copy) });
    const key = 'broken/full.json';
    const metadata = { note: 'x'.repeat(2040) };
    await world.s3.send(
      new PutObjectCommand({ Bucket: world.bucket, Key: key, Body: '{', Metadata: metadata }),
    );
    await queue.send(eventOf(world.bucket, key));
    const running = inbox.run(() => expect.unreachable());
    await until(() => expect(inbox.stats).toMatchObject({ quarantined: 1, errors: 0 }));
    await inbox.stop();
    await running;
    const [copy] = copies;
    expect(await read(`${copy?.key}`)).toEqual({ text: '{', metadata: { 'quarantine-reason': 'Truncated' } });
    const report = JSON.parse((await read(`${copy?.key}.reason.json`)).text ?? '');
    expect(report).toMatchObject({ reason: { code: 'Truncated' }, metadata });
  });

  test('can remove the original, and leaves its own objects alone', async () => {
    const removed: boolean[] = [];
    const { queue, inbox } = await openInbox({
      quarantine: { prefix: 'kept/', removeOriginal: true },
      onQuarantine: (quarantined) => removed.push(quarantined.removed),
    });
    await deliver(queue, 'broken/b.json', 'b');
    await queue.send(eventOf(world.bucket, 'kept/broken/b.json/1'));
    const running = inbox.run(() => expect.unreachable());
    await until(() => expect(inbox.stats).toMatchObject({ quarantined: 1, ignored: 1 }));
    await inbox.stop();
    await running;
    await expect(read('broken/b.json')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect((await read('kept/broken/b.json/92eb5ffee6ae2fec3ad71c777531578f')).text).toBe('b');
    expect(removed).toEqual([true]);
  });

  test('does not remove a result that was uploaded meanwhile', async () => {
    const { region, credentials, s3Url: endpoint } = world.sandbox;
    const client = new S3Client({ region, credentials, endpoint });
    const removed: boolean[] = [];
    const { queue, inbox } = await openInbox({
      client,
      quarantine: { removeOriginal: true },
      onQuarantine: (quarantined) => removed.push(quarantined.removed),
    });
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteObjectCommand')
            await deliver(queue, 'broken/race.json', resultOf('race'), { sequencer: '02' });
          return next(args);
        },
      { step: 'initialize' },
    );
    await deliver(queue, 'broken/race.json', '{"job_id":"race","sta', { sequencer: '01' });
    const jobs: string[] = [];
    const running = inbox.run(({ jobId }) => jobs.push(jobId));
    await until(() => expect(inbox.stats).toMatchObject({ quarantined: 1, handled: 1, gone: 0 }));
    await inbox.stop();
    await running;
    expect(jobs).toEqual(['race']);
    expect(removed).toEqual([false]);
    client.destroy();
  });

  test.each([
    ['the SDK', () => world.s3],
    ['another copy of the SDK', () => ofAnotherCopy(world.s3)],
  ])(
    'keeps the original where the store knows no deletes on condition, by a client of %s',
    async (_of, client) => {
      const removed: boolean[] = [];
      const { queue, inbox } = await openInbox({
        client: client(),
        quarantine: { removeOriginal: true },
        onQuarantine: (quarantined) => removed.push(quarantined.removed),
      });
      const fault = { kind: 'server-error', status: 501 } as const;
      world.sandbox.faults.add({ on: 's3', method: 'DELETE', path: '*/broken/old.json', fault });
      await deliver(queue, 'broken/old.json', '{');
      const running = inbox.run(() => expect.unreachable());
      await until(() => expect(inbox.stats).toMatchObject({ quarantined: 1, errors: 0 }));
      await inbox.stop();
      await running;
      expect(removed).toEqual([false]);
      expect((await read('broken/old.json')).text).toBe('{');
    },
  );

  test('takes what is not genuine', async () => {
    const secrets = ['a secret of more than 32 characters', 'another secret, of more than 32 characters'];
    const quarantined: Quarantined[] = [];
    const { queue, inbox } = await openInbox({
      secret: secrets,
      expectedJobId: (runId) => ({ 'run-1': 'genuine', 'run-2': 'other' })[runId],
      onQuarantine: (object) => quarantined.push(object),
    });
    const sealed = (key: string, runId: string) =>
      sealCallbackParam({ trip: 7 }, secrets[1] ?? '', { objectKey: key, runId });
    const put = async (key: string, job: string, callback_param: unknown) =>
      deliver(queue, key, resultOf(job, { callback_param }));
    await put('sealed/genuine.json', 'genuine', await sealed('sealed/genuine.json', 'run-1'));
    await put('sealed/bare.json', 'genuine', { trip: 7 });
    await put('sealed/moved.json', 'genuine', await sealed('sealed/genuine.json', 'run-1'));
    await put('sealed/swapped.json', 'genuine', await sealed('sealed/swapped.json', 'run-2'));
    await put(
      'sealed/forged.json',
      'genuine',
      await sealCallbackParam({}, 'a secret of somebody else, long enough'),
    );
    const deliveries: Delivery[] = [];
    const running = inbox.run((delivery) => deliveries.push(delivery));
    await until(() => expect(inbox.stats).toMatchObject({ handled: 1, quarantined: 4 }));
    await inbox.stop();
    await running;
    expect(deliveries).toMatchObject([{ jobId: 'genuine', sealed: { runId: 'run-1', data: { trip: 7 } } }]);
    const codes = quarantined.map(({ object, reason }) => [object.key, reason.code]);
    expect(Object.fromEntries(codes)).toEqual({
      'sealed/bare.json': 'Missing',
      'sealed/moved.json': 'WrongObject',
      'sealed/swapped.json': 'WrongJob',
      'sealed/forged.json': 'UnknownSecret',
    });
  });

  test('a result that is faster than the record of its run is tried again', async () => {
    const secret = 'a secret of more than 32 characters';
    let recorded: string | undefined;
    const { queue, inbox, errors } = await openInbox({ secret, expectedJobId: () => recorded });
    const callback_param = await sealCallbackParam({}, secret);
    await deliver(queue, 'sealed/early.json', resultOf('early', { callback_param }));
    const running = inbox.run(() => {});
    await until(() => expect(errors).toMatchObject([{ code: 'UnknownRun' }]));
    recorded = 'early';
    await until(() => expect(inbox.stats).toMatchObject({ handled: 1, quarantined: 0 }));
    await inbox.stop();
    await running;
  });
});

test('messages that are not understood go to the dead letters, and no other is held up', async () => {
  const { queue, inbox } = await openInbox({}, 2);
  await queue.send('hello');
  await queue.send({ Records: [{ eventSource: 'aws:ses' }] });
  await deliver(queue, 'after/a.json', resultOf('a'));
  const running = inbox.run(() => {});
  await until(async () => expect(await queue.dead()).toHaveLength(2));
  await inbox.stop();
  await running;
  expect(inbox.stats).toMatchObject({ unknown: 4, handled: 1 });
});

test('a message is kept while its handler works, however long', async () => {
  const { queue, inbox } = await openInbox({ leaseSeconds: 1 });
  await deliver(queue, 'slow/a.json', resultOf('a'));
  let handlers = 0;
  const running = inbox.run(async ({ attempt }) => {
    handlers += 1;
    expect(attempt).toBe(1);
    // Two leases of SQS, whose shortest is a second: that clock is not ours.
    await new Promise((resolve) => setTimeout(resolve, 2200));
  });
  await until(() => expect(inbox.stats.handled).toBe(1));
  await inbox.stop();
  await running;
  expect(handlers).toBe(1);
  expect(await queue.count()).toEqual({ waiting: 0, inHand: 0 });
});

test('an option that is there and undefined leaves the default', async () => {
  const { credentials, region } = world.sandbox;
  // For the default client.
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  vi.stubEnv('AWS_REGION', region);
  vi.stubEnv('AWS_ENDPOINT_URL_S3', world.sandbox.s3Url);
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    printed.mockRestore();
  });
  const queue = await world.createQueue();
  const names =
    'client store schema secret expectedJobId maxBytes quarantine leaseSeconds retryDelaySeconds onQuarantine ' +
    'onError waitTimeSeconds batchDelayMs concurrency signal';
  const unset: object = Object.fromEntries(names.split(' ').map((name) => [name, undefined]));
  const source = sqsSource({ ...unset, queueUrl: queue.queueUrl, client: world.sqs });
  const inbox = createInbox({ ...unset, source });
  await deliver(queue, 'unset/a.json', resultOf('a'));
  await deliver(queue, 'unset/broken.json', '{');
  await deliver(queue, 'unset/fails.json', resultOf('fails'));
  const running = inbox.run(({ jobId }) => {
    if (jobId === 'fails') throw new Error('no');
  }, unset);
  await until(() => expect(inbox.stats).toMatchObject({ handled: 1, quarantined: 1, retried: 1, errors: 0 }));
  await inbox.stop();
  await running;
  expect(printed.mock.calls).toEqual([['result-inbox: fails: Error: no']]);
});

describe('the end', () => {
  test('of a run by its signal: what is in hand is finished, the rest stays in the queue', async () => {
    const { queue, inbox } = await openInbox();
    for (let job = 0; job < 30; job++) await deliver(queue, `stop/${job}.json`, resultOf(`${job}`));
    const ending = new AbortController();
    let started = 0;
    let finished = 0;
    await inbox.run(
      async () => {
        if (++started === 5) ending.abort();
        await new Promise((resolve) => setTimeout(resolve, 50));
        finished += 1;
      },
      { concurrency: 10, signal: ending.signal },
    );
    expect(started).toBe(10);
    expect(finished).toBe(10);
    expect(await queue.count()).toEqual({ waiting: 20, inHand: 0 });
    // The inbox goes on with another run.
    const running = inbox.run(() => {});
    await until(() => expect(inbox.stats.handled).toBe(30));
    await inbox.stop();
    await running;
  });

  test('of a loop: what was not settled is free at once', async () => {
    const { queue, inbox } = await openInbox();
    await deliver(queue, 'stop/a.json', resultOf('a'));
    for await (const { jobId } of inbox) {
      expect(jobId).toBe('a');
      break;
    }
    expect(await queue.count()).toEqual({ waiting: 1, inHand: 0 });
    for await (const delivery of inbox) {
      expect(delivery.attempt).toBe(2);
      await delivery.done();
      void inbox.stop();
    }
    expect(await queue.count()).toEqual({ waiting: 0, inHand: 0 });
  });

  test('a stopped inbox takes no more', async () => {
    const { inbox } = await openInbox();
    await inbox.stop();
    await inbox.stop();
    const stopped = { name: 'InboxError', code: 'Stopped' };
    await expect(inbox.run(() => {})).rejects.toMatchObject(stopped);
    await expect(inbox.waitFor('a')).rejects.toMatchObject(stopped);
    expect(() => inbox[Symbol.asyncIterator]()).toThrow('stopped');
  });
});

describe('misuse', () => {
  test('going on without settling', async () => {
    const { queue, inbox } = await openInbox();
    await deliver(queue, 'misuse/a.json', resultOf('a'));
    const loop = async () => {
      for await (const { jobId } of inbox) expect(jobId).toBe('a');
    };
    await expect(loop()).rejects.toMatchObject({ name: 'InboxError', code: 'NotSettled' });
    expect(await queue.count()).toEqual({ waiting: 1, inHand: 0 });
    await inbox.stop();
  });

  test('settling twice', async () => {
    const { queue, inbox } = await openInbox();
    await deliver(queue, 'misuse/b.json', resultOf('b'));
    for await (const delivery of inbox) {
      await expect(delivery.retry({ delaySeconds: 0.5 })).rejects.toMatchObject({ code: 'InvalidOption' });
      const done = delivery.done();
      await expect(delivery.done()).rejects.toMatchObject({ code: 'AlreadySettled' });
      await done;
      await expect(delivery.retry()).rejects.toMatchObject({ code: 'AlreadySettled' });
      break;
    }
    expect(inbox.stats).toMatchObject({ handled: 1, retried: 0 });
    await inbox.stop();
  });

  test('a handler that does not wait for its own done()', async () => {
    const { queue, inbox, errors } = await openInbox();
    await deliver(queue, 'misuse/c.json', resultOf('c'));
    const running = inbox.run((delivery) => void delivery.done());
    await until(() => expect(inbox.stats.handled).toBe(1));
    await inbox.stop();
    await running;
    expect(errors).toEqual([]);
  });

  test('a queue that is not there ends the run', async () => {
    const source = sqsSource({ queueUrl: `${world.sandbox.events.queueUrl}-not`, client: world.sqs });
    await using inbox = createInbox({ source, client: world.s3 });
    await expect(inbox.run(() => {})).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  test.each([
    [{ leaseSeconds: 0 }, 'leaseSeconds'],
    [{ leaseSeconds: 43_201 }, 'leaseSeconds'],
    [{ maxBytes: -1 }, 'maxBytes'],
    [{ secret: '' }, 'secret'],
    [{ secret: [] }, 'secret'],
    [{ secret: 'x'.repeat(31) }, 'secret must have at least 32 bytes'],
    [{ secret: ['x'.repeat(32), new Uint8Array(31)] }, 'secret'],
    [{ secret: 42 as never }, 'secret'],
    [{ expectedJobId: () => 'a' }, 'secret'],
    [{ quarantine: { prefix: '' } }, 'quarantine.prefix'],
    [{ source: {} as never }, 'source'],
  ])('%j is refused', (options, name) => {
    const source = { receive: async () => [], close: async () => {} };
    expect(() => createInbox({ source, ...options })).toThrow(name);
  });

  test.each([
    [{ queueUrl: 'queue' }, 'queueUrl'],
    [{ queueUrl: 'http://q', waitTimeSeconds: 21 }, 'waitTimeSeconds'],
    [{ queueUrl: 'http://q', batchDelayMs: 1.5 }, 'batchDelayMs'],
  ])('a source with %j is refused', (options, name) => {
    expect(() => sqsSource(options)).toThrow(name);
  });

  test('a secret of 32 bytes or more is taken, in UTF-8', async () => {
    const { inbox } = await openInbox({ secret: ['ü'.repeat(16), new Uint8Array(32)] });
    await inbox.stop();
  });

  test('a run without a handler is refused, and takes nothing', async () => {
    const { queue, inbox } = await openInbox();
    await deliver(queue, 'misuse/none.json', resultOf('none'));
    await expect(inbox.run({ concurrency: 3 } as never)).rejects.toMatchObject({
      code: 'InvalidOption',
      message: 'handler must be a function.',
    });
    await inbox.stop();
    expect(await queue.count()).toEqual({ waiting: 1, inHand: 0 });
  });

  test('a concurrency out of range is refused', async () => {
    const { inbox } = await openInbox();
    await expect(inbox.run(() => {}, { concurrency: 0 })).rejects.toThrow('concurrency');
    await inbox.stop();
  });
});
