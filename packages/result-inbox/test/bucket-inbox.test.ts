import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BucketSourceOptions, bucketSource, fileCheckpoint } from '../src/bucket/bucket-source.ts';
import { createInbox } from '../src/index.ts';
import { sqliteStore } from '../src/store/sqlite-store.ts';
import { resultOf, startWorld, type World } from './world.ts';

let world: World;
const folder = mkdtempSync(join(tmpdir(), 'result-inbox-'));
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

function openInbox(prefix: string, options: Partial<BucketSourceOptions> = {}) {
  const { bucket, s3: client } = world;
  const source = bucketSource({ bucket, prefix, client, pollSeconds: 0, ...options });
  return createInbox({ source, client, onError: () => {}, retryDelaySeconds: () => 0 });
}

test('finds what lies there and what comes later, at any place of the listing, each once', async () => {
  const inbox = openInbox('list/');
  for (const job of ['m', 'n']) await world.put(`list/${job}.json`, resultOf(job));
  const jobs: string[] = [];
  const running = inbox.run(({ jobId }) => jobs.push(jobId));
  await until(() => expect(jobs).toHaveLength(2));
  await world.put('list/z.json', resultOf('z'));
  await world.put('list/a.json', resultOf('a'));
  await world.put('list/m.json', resultOf('m again'));
  await until(() => expect(jobs.toSorted()).toEqual(['a', 'm', 'm again', 'n', 'z']));
  await inbox.stop();
  await running;
  expect(inbox.stats).toMatchObject({ received: 5, handled: 5, duplicates: 0, errors: 0 });
});

test('reads more than a page', async () => {
  const keys = Array.from({ length: 1100 }, (_, index) => `pages/${index}/`);
  // Empty objects that look like folders are not read: what counts is the listing.
  for (let from = 0; from < keys.length; from += 50)
    await Promise.all(keys.slice(from, from + 50).map((key) => world.put(key, '')));
  const inbox = openInbox('pages/', { pollSeconds: 60 });
  const running = inbox.run(() => expect.unreachable());
  await until(() => expect(inbox.stats.ignored).toBe(1100));
  await inbox.stop();
  await running;
});

test('takes the client of another copy of the AWS SDK', async () => {
  await world.put('copy/a.json', resultOf('of a copy'));
  // No instance of this copy's class, which a lockfile with an older version of the SDK brings about.
  const client: S3Client = Object.create(null, {
    config: { value: world.s3.config },
    send: { value: world.s3.send.bind(world.s3) },
  });
  expect(client).not.toBeInstanceOf(S3Client);
  await using inbox = createInbox({
    source: bucketSource({ bucket: world.bucket, prefix: 'copy/', client, pollSeconds: 0 }),
    client,
  });
  const { value: delivery } = await inbox[Symbol.asyncIterator]().next();
  expect(delivery?.jobId).toBe('of a copy');
  await delivery?.done();
});

test('goes on where its checkpoint says, also after what was handed out and not handled', async () => {
  const path = join(folder, 'checkpoint.json');
  const checkpoint = fileCheckpoint(path);
  for (const job of ['a', 'b', 'c']) await world.put(`again/${job}.json`, resultOf(job));
  const first = openInbox('again/', { checkpoint });
  for await (const delivery of first) {
    if (delivery.jobId === 'b') break;
    await delivery.done();
  }
  await first.stop();
  const second = openInbox('again/', { checkpoint });
  const jobs: string[] = [];
  const running = second.run(({ jobId }) => jobs.push(jobId));
  await until(() => expect(jobs).toEqual(['b', 'c']));
  await second.stop();
  await running;
  expect(second.stats.received).toBe(2);
  expect(readFileSync(path, 'utf8')).toContain('again/a.json');
});

test('the checkpoint knows of a delivery whose loop stopped the inbox', async () => {
  const path = join(folder, 'stopped.json');
  const checkpoint = fileCheckpoint(path);
  for (const job of ['a', 'b']) await world.put(`stopped/${job}.json`, resultOf(job));
  const jobs: string[] = [];
  for (const settleFirst of [false, true]) {
    const inbox = openInbox('stopped/', { checkpoint });
    for await (const delivery of inbox) {
      jobs.push(delivery.jobId);
      if (settleFirst) await delivery.done();
      await inbox.stop();
      if (!settleFirst) await delivery.done();
    }
  }
  expect(jobs).toEqual(['a', 'b']);
  expect(readFileSync(path, 'utf8')).toContain('stopped/b.json');
});

test('without a checkpoint, the store recognises what was handled', async () => {
  using store = sqliteStore(join(folder, 'inbox.db'));
  await world.put('store/a.json', resultOf('a'));
  const { bucket, s3: client } = world;
  for (const stats of [
    { handled: 1, duplicates: 0 },
    { handled: 0, duplicates: 1 },
  ]) {
    const inbox = createInbox({ source: bucketSource({ bucket, prefix: 'store/', client }), client, store });
    const running = inbox.run(() => {});
    await until(() => expect(inbox.stats).toMatchObject(stats));
    await inbox.stop();
    await running;
  }
});

test('tries again what a handler fails on', async () => {
  await world.put('fails/a.json', resultOf('a'));
  const inbox = openInbox('fails/');
  const attempts: number[] = [];
  const running = inbox.run(({ attempt }) => {
    attempts.push(attempt);
    if (attempt < 3) throw new Error('not yet');
  });
  await until(() => expect(inbox.stats).toMatchObject({ retried: 2, handled: 1 }));
  await inbox.stop();
  await running;
  expect(attempts).toEqual([1, 2, 3]);
});

test('what went into quarantine is not listed again, even under the same prefix', async () => {
  await world.put('q/broken.json', '{');
  const { bucket, s3: client } = world;
  const source = bucketSource({ bucket, prefix: 'q/', client, pollSeconds: 0 });
  const inbox = createInbox({ source, client, quarantine: { prefix: 'q/quarantine/' } });
  const running = inbox.run(() => expect.unreachable());
  await until(() => expect(inbox.stats).toMatchObject({ quarantined: 1, ignored: 2 }));
  await inbox.stop();
  await running;
  expect(inbox.stats.received).toBe(3);
});

test('another run can follow, two at once cannot', async () => {
  const inbox = openInbox('runs/', { pollSeconds: 60 });
  const ending = new AbortController();
  const running = inbox.run(() => {}, { signal: ending.signal });
  await expect(inbox.run(() => {})).rejects.toMatchObject({ code: 'InvalidOption' });
  ending.abort();
  await running;
  const next = inbox.run(() => {});
  await inbox.stop();
  await next;
});

test('a bucket that is not there ends the run, and so does a checkpoint of something else', async () => {
  const missing = openInbox('', { bucket: 'no-such-bucket' });
  await expect(missing.run(() => {})).rejects.toMatchObject({ name: 'NoSuchBucket' });
  await missing.stop();
  const path = join(folder, 'other.json');
  writeFileSync(path, '{"some":"file"}');
  const other = openInbox('', { checkpoint: fileCheckpoint(path) });
  await expect(other.run(() => {})).rejects.toMatchObject({ name: 'InboxError', code: 'InvalidOption' });
  await other.stop();
  expect(readFileSync(path, 'utf8')).toBe('{"some":"file"}');
});

test('a checkpoint of another prefix ends the run, and stays as it is', async () => {
  const path = join(folder, 'prefix.json');
  await world.put('prefix/1/a.json', resultOf('a'));
  const first = openInbox('prefix/1/', { checkpoint: fileCheckpoint(path) });
  const running = first.run(() => {});
  await until(() => expect(first.stats.handled).toBe(1));
  await first.stop();
  await running;
  const saved = readFileSync(path, 'utf8');
  const second = openInbox('prefix/', { checkpoint: fileCheckpoint(path) });
  await expect(second.run(() => {})).rejects.toMatchObject({ name: 'InboxError', code: 'InvalidOption' });
  await second.stop();
  expect(readFileSync(path, 'utf8')).toBe(saved);
});

test.each([
  [{ bucket: '' }, 'bucket'],
  [{ pollSeconds: -1 }, 'pollSeconds'],
  [{ overlapSeconds: 0.5 }, 'overlapSeconds'],
])('%j is refused', (options, name) => {
  expect(() => openInbox('', options)).toThrow(name);
});
