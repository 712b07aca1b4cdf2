import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { storeCases } from './store-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'result-inbox-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);

const claim = { subject: 's', version: 'v', owner: 'a' };
const object = { bucket: 'b', key: 'k' };

for (const { name, run } of storeCases(() => {
  const path = newFile();
  return () => sqliteStore(path);
}))
  test(name, run);

test('your rows and the completion are one transaction', async () => {
  using store = sqliteStore(newFile());
  await store.claim(claim, 1000);
  const write = (fail: boolean) =>
    store.complete(claim, { jobId: 'j', object }, (database) => {
      database.exec('CREATE TABLE mine (job TEXT)');
      database.exec("INSERT INTO mine VALUES ('j')");
      if (fail) throw new Error('no');
    });
  await expect(write(true)).rejects.toThrow('no');
  // The table can be created again: the first time left nothing behind.
  expect(await write(false)).toBe(true);
  expect(await store.claim(claim, 1000)).toBe('handled');
});

test('a write whose constraint ended the transaction is told why, and can be tried again', async () => {
  using store = sqliteStore(newFile());
  await store.claim(claim, 1000);
  const write = (...jobs: readonly string[]) =>
    store.complete(claim, { jobId: 'j', object }, (database) => {
      database.exec('CREATE TABLE mine (job TEXT UNIQUE ON CONFLICT ROLLBACK)');
      for (const job of jobs) database.prepare('INSERT INTO mine VALUES (?)').run(job);
    });
  await expect(write('j', 'j')).rejects.toThrow('UNIQUE constraint failed: mine.job');
  expect(await store.claim({ ...claim, owner: 'b' }, 1000)).toBe('busy');
  expect(await write('j')).toBe(true);
});

test('an asynchronous write is refused, and nothing is kept', async () => {
  using store = sqliteStore(newFile());
  await store.claim(claim, 1000);
  const complete = store.complete(claim, { object }, async () => {});
  await expect(complete).rejects.toMatchObject({ name: 'InboxError', code: 'InvalidOption' });
  expect(await store.complete(claim, { object })).toBe(true);
});

test('what was handled long ago can be forgotten', async () => {
  let now = new Date('2030-01-01');
  using store = sqliteStore(newFile(), { now: () => now });
  await store.claim(claim, 1000);
  await store.complete(claim, { object });
  now = new Date('2030-02-01');
  expect(store.prune(new Date('2030-01-01'))).toBe(0);
  expect(store.prune(new Date('2030-01-02'))).toBe(1);
  expect(await store.claim(claim, 1000)).toBe('claimed');
});

test('a busy timeout out of range is refused', () => {
  expect(() => sqliteStore(newFile(), { busyTimeoutMs: -1 })).toThrow('busyTimeoutMs');
});

const storeFile = JSON.stringify(join(import.meta.dirname, 'sqlite-store.ts'));
const runModule = async (code: string) =>
  (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code])).stdout.trim();

test('processes share a file', async () => {
  const path = JSON.stringify(newFile());
  const code = `
    import { sqliteStore } from ${storeFile};
    const store = sqliteStore(${path});
    let claimed = 0;
    for (let subject = 0; subject < 300; subject++) {
      const claim = { subject: String(subject), version: 'v', owner: String(process.pid) };
      if ((await store.claim(claim, 60000)) === 'claimed') claimed += 1;
    }
    console.log(claimed);`;
  const claims = await Promise.all(Array.from({ length: 4 }, () => runModule(code)));
  expect(claims.reduce((sum, count) => sum + Number(count), 0)).toBe(300);
});

test('a file that another process is just writing to is opened when that is over', async () => {
  const path = newFile();
  using other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE; CREATE TABLE mine (job TEXT)');
  const opened = runModule(`
    import { sqliteStore } from ${storeFile};
    sqliteStore(${JSON.stringify(path)}).close();
    console.log('opened');`);
  // The other process must have come to the file: how long that takes is not ours to say.
  await new Promise((resolve) => setTimeout(resolve, 500));
  other.exec('COMMIT');
  expect(await opened).toBe('opened');
});

test('a file that stays locked is an error in the end', () => {
  const path = newFile();
  using other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE; CREATE TABLE mine (job TEXT)');
  expect(() => sqliteStore(path, { busyTimeoutMs: 50 })).toThrow('database is locked');
});
