import { S3Client } from '@aws-sdk/client-s3';
import { startServer } from '@x/test-kit';
import { expect, test, vi } from 'vitest';
import {
  type ArrivedObject,
  createInbox,
  InboxError,
  type Message,
  memoryStore,
  type Source,
} from '../src/index.ts';
import { resultOf } from './world.ts';

// The sandbox has no versions, and nobody can make SQS hand a message out early: so here are a small S3 over HTTP, whose
// bodies are chosen by the test, and a source that hands out what it is given.

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

/** Serves an S3 with one object; `bodies` are its versions. */
async function startVersions(bodies: Readonly<Record<string, object>>) {
  const server = await startServer(({ path }, response) => {
    const versionId = new URL(path, 'http://s3').searchParams.get('versionId') ?? '';
    const body = bodies[versionId];
    if (!body) {
      response.writeHead(404, { 'content-type': 'application/xml' });
      response.end('<Error><Code>NoSuchVersion</Code></Error>');
      return;
    }
    response.setHeader('x-amz-version-id', versionId);
    response.end(JSON.stringify(body));
  });
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const endpoint = server.url;
  const client = new S3Client({ region: 'eu-central-1', credentials, endpoint, forcePathStyle: true });
  return { client, server };
}

/** A source whose messages are done, or tried again, when the test looks. */
function handing(objects: readonly ArrivedObject[]) {
  const settled: string[] = [];
  const messages = objects.map(
    (object): Message => ({
      objects: [object],
      attempt: 1,
      extend: async () => void settled.push(`${object.versionId} extended`),
      done: async () => void settled.push(`${object.versionId} done`),
      retry: async (seconds) => void settled.push(`${object.versionId} in ${seconds}`),
    }),
  );
  const source: Source = {
    receive: ({ signal, max }) =>
      new Promise((resolve) => {
        const next = messages.splice(0, max);
        if (next.length > 0) resolve(next);
        else signal.addEventListener('abort', () => resolve([]));
      }),
    close: async () => {},
  };
  return { source, settled };
}

const versionOf = (versionId: string, sequencer: string): ArrivedObject => ({
  bucket: 'results',
  key: 'runs/a.json',
  versionId,
  sequencer,
});

test('reads exactly the version an event names, and drops one that comes after a newer', async () => {
  const { client, server } = await startVersions({
    v1: resultOf('a', { status: 'first' }),
    v2: resultOf('a', { status: 'second' }),
    v3: resultOf('a', { status: 'third' }),
    other: resultOf('b'),
  });
  await using _ = server;
  const { source, settled } = handing([
    versionOf('v1', '01'),
    versionOf('v3', '03'),
    versionOf('v2', '0211'),
    versionOf('other', '02'),
    versionOf('deleted', '05'),
  ]);
  const inbox = createInbox({ source, client });
  const seen: unknown[] = [];
  const running = inbox.run(({ result, object }) => seen.push([object.versionId, result.status]), {
    concurrency: 1,
  });
  await until(() => expect(settled).toHaveLength(5));
  await inbox.stop();
  await running;
  expect(seen).toEqual([
    ['v1', 'first'],
    ['v3', 'third'],
    ['other', 'Finished'],
  ]);
  expect(inbox.stats).toMatchObject({ handled: 3, superseded: 1, gone: 1, duplicates: 0 });
  client.destroy();
});

test('a worker whose lease was taken over is told so, and settles nothing', async () => {
  const { client, server } = await startVersions({ v1: resultOf('a') });
  await using _ = server;
  let now = new Date(0);
  const store = memoryStore({ now: () => now });
  const slow = handing([versionOf('v1', '01')]);
  const quick = handing([versionOf('v1', '01')]);
  const errors: unknown[] = [];
  const first = createInbox({
    source: slow.source,
    client,
    store,
    leaseSeconds: 1,
    onError: (error) => errors.push(error),
  });
  const second = createInbox({ source: quick.source, client, store });
  const running = first.run(async (delivery) => {
    now = new Date(3_600_000); // As if this process had stood still for an hour.
    const other = second.run(() => {});
    await until(() => expect(quick.settled).toEqual(['v1 done']));
    await second.stop();
    await other;
    await until(() => expect(delivery.signal.aborted).toBe(true));
    expect(delivery.signal.reason).toBeInstanceOf(InboxError);
    await delivery.done();
  });
  await until(() => expect(errors).toHaveLength(1));
  await first.stop();
  await running;
  expect(errors).toMatchObject([{ name: 'InboxError', code: 'LeaseLost' }]);
  expect(first.stats).toMatchObject({ handled: 0, retried: 0 });
  expect(slow.settled.filter((what) => !what.endsWith('extended'))).toEqual([]);
  client.destroy();
});

test('what another worker has in hand comes again after a lease', async () => {
  const { client, server } = await startVersions({ v1: resultOf('a') });
  await using _ = server;
  const store = memoryStore();
  const first = createInbox({ source: handing([versionOf('v1', '01')]).source, client, store });
  const late = handing([versionOf('v1', '01')]);
  const second = createInbox({ source: late.source, client, store, leaseSeconds: 7 });
  for await (const delivery of first) {
    const other = second.run(() => expect.unreachable());
    await until(() => expect(late.settled).toEqual(['v1 in 7']));
    await second.stop();
    await other;
    await delivery.done();
    break;
  }
  await first.stop();
  expect(second.stats).toMatchObject({ busy: 1, handled: 0 });
  client.destroy();
});

test('a store that fails is tried again, and told of', async () => {
  const { client, server } = await startVersions({ v1: resultOf('a') });
  await using _ = server;
  const store = memoryStore();
  const full = new Error('disk full');
  const { source, settled } = handing([versionOf('v1', '01')]);
  const errors: unknown[] = [];
  const inbox = createInbox({
    source,
    client,
    store: { ...store, claim: () => Promise.reject(full) },
    onError: (error, context) => errors.push([error, context.object?.versionId]),
  });
  const running = inbox.run(() => expect.unreachable());
  await until(() => expect(settled).toEqual(['v1 in 10']));
  await inbox.stop();
  await running;
  expect(errors).toEqual([[full, 'v1']]);
  expect(inbox.stats.errors).toBe(1);
  client.destroy();
});

test('a source that fails after it worked is asked again', async () => {
  const { client, server } = await startVersions({ v1: resultOf('a') });
  await using _ = server;
  const { source, settled } = handing([versionOf('v1', '01')]);
  const errors: unknown[] = [];
  let calls = 0;
  const failing: Source = {
    ...source,
    receive: async (request) => {
      calls += 1;
      if (calls === 1) return [];
      if (calls === 2) throw new Error('no route');
      return source.receive(request);
    },
  };
  const inbox = createInbox({ source: failing, client, onError: (error) => errors.push(error) });
  const running = inbox.run(() => {});
  await until(() => expect(settled).toEqual(['v1 done']));
  await inbox.stop();
  await running;
  expect(errors).toMatchObject([{ message: 'no route' }]);
  client.destroy();
});
