import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type SandboxWithEvents, startSandbox } from '@x/compredict-sandbox';
import { sealCallbackParam } from '@x/result-schema/seal';
import { createPresigner } from '@x/s3-presign';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWorker } from './inbox/start-worker.ts';
import { sandboxEnv } from './sandbox-env.ts';

const secret = 'a secret of the test, longer than 32 characters';
const total = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'inbox-'));

let sandbox: SandboxWithEvents;
let s3: S3Client;
let sqs: SQSClient;
beforeAll(async () => {
  sandbox = await startSandbox({ events: true });
  const { region, credentials } = sandbox;
  s3 = new S3Client({ region, credentials, endpoint: sandbox.s3Url });
  sqs = new SQSClient({ region, credentials, endpoint: sandbox.events.sqsUrl });
  // Away with the test event, which S3 sends first.
  await sqs.send(new PurgeQueueCommand({ QueueUrl: sandbox.events.queueUrl }));
});
afterAll(async () => {
  s3.destroy();
  sqs.destroy();
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

const keyOf = (job: number) => `runs/${job % 7}/ü ${job}.json`;
const isBroken = (job: number) => job % 100 === 50;

/** What AI Core writes; of a broken one, half, nothing, what somebody else wrote, or the result of another run. */
async function bodyOf(job: number): Promise<string> {
  const objectKey = isBroken(job) && job % 400 === 350 ? keyOf(job + 1) : keyOf(job);
  const callback_param = await sealCallbackParam({ job }, secret, { objectKey });
  const result = { job_id: `job-${job}`, status: 'Finished', success: true, results: { load: [job, 0.5] } };
  const genuine = JSON.stringify({ ...result, callback_param });
  if (!isBroken(job)) return genuine;
  return { 50: genuine.slice(0, 60), 150: '', 250: JSON.stringify(result), 350: genuine }[job % 400] ?? '';
}

/** Delivers as AI Core does: PUTs to presigned URLs, and tells some twice, as SQS does. */
async function deliverAll(): Promise<void> {
  const { bucket } = sandbox;
  const session = await createPresigner({ bucket, client: s3 }).session();
  const jobs = Array.from({ length: total }, (_, job) => job).values();
  const deliver = async () => {
    for (const job of jobs) {
      const { url } = session.put(keyOf(job));
      const { ok } = await fetch(url, { method: 'PUT', body: await bodyOf(job) });
      if (!ok) throw new Error(`The result of job ${job} was refused.`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, deliver));
}

async function tellTwice(): Promise<void> {
  const record = (job: number) => ({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: sandbox.bucket },
      object: { key: encodeURIComponent(keyOf(job)).replaceAll('%20', '+') },
    },
  });
  for (let from = 0; from < total; from += 500) {
    const jobs = Array.from({ length: 10 }, (_, index) => from + 50 * index);
    const Entries = jobs.map((job) => ({
      Id: `${job}`,
      MessageBody: JSON.stringify({ Records: [record(job)] }),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: sandbox.events.queueUrl, Entries }));
  }
}

async function messagesIn(QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

async function keysUnder(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  const request = { Bucket: sandbox.bucket, Prefix: prefix };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, request))
    keys.push(...Contents.map(({ Key = '' }) => Key));
  return keys;
}

test('ten thousand results, three workers, one of them killed: each is reported once', {
  timeout: 300_000,
}, async () => {
  const path = join(folder, 'application.db');
  using database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 30000');
  // No key that could refuse a second report.
  database.exec('CREATE TABLE reports (job TEXT, worker TEXT)');
  const count = (sql: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.n);
  const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 120_000, interval: 50 });

  const env = {
    ...sandboxEnv(sandbox),
    DATABASE: path,
    SEAL_SECRET: secret,
  };
  const [first, second, third] = ['first', 'second', 'third'].map((name) => startWorker(name, env));
  const delivered = deliverAll().then(tellTwice);

  await until(() => expect(count("reports WHERE worker = 'first'")).toBeGreaterThan(1000));
  await first?.kill();
  const reportedByFirst = count("reports WHERE worker = 'first'");
  const again = startWorker('again', env);

  await delivered;
  const genuine = Array.from({ length: total }, (_, job) => job).filter((job) => !isBroken(job));
  await until(() => expect(count('reports')).toBeGreaterThanOrEqual(genuine.length));
  await until(async () => expect(await messagesIn(sandbox.events.queueUrl)).toBe(0));
  const outcomes = await Promise.all([second, third, again].map((worker) => worker?.stop()));

  expect(outcomes.map((outcome) => outcome?.exitCode)).toEqual([0, 0, 0]);
  expect(outcomes.map((outcome) => outcome?.errors)).toEqual(['', '', '']);
  const stats = outcomes.map((outcome) => JSON.parse(outcome?.output ?? ''));
  const sum = (name: string) => stats.reduce((all, counters) => all + counters[name], 0);
  expect(sum('errors')).toBe(0);
  expect(sum('duplicates')).toBeGreaterThan(0);
  // Every result, none twice.
  expect(count('reports')).toBe(genuine.length);
  const jobs = database.prepare('SELECT DISTINCT job FROM reports').all();
  expect(new Set(jobs.map(({ job }) => job))).toEqual(new Set(genuine.map((job) => `job-${job}`)));
  // What the first had in hand when it was killed, others handled.
  expect(reportedByFirst + sum('handled')).toBe(genuine.length);
  expect(reportedByFirst).toBeLessThan(genuine.length / 2);
  // Everything broken lies in quarantine with its reason, and nothing else.
  const quarantine = await keysUnder('quarantine/');
  const reasons = quarantine.filter((key) => key.endsWith('.reason.json'));
  const origins = reasons.map((key) => key.slice('quarantine/'.length).replace(/\/[^/]*$/, ''));
  const broken = Array.from({ length: total }, (_, job) => job).filter(isBroken);
  expect(new Set(origins)).toEqual(new Set(broken.map(keyOf)));
  expect(quarantine).toHaveLength(2 * broken.length);
  expect(await messagesIn(sandbox.events.deadLetterQueueUrl)).toBe(0);
});
