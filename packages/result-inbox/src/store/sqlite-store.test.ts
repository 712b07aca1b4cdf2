import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('processes that start at the same moment share a file', async () => {
  const path = newFile();
  const code = `
    import { sqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite-store.ts'))};
    const store = sqliteStore(${JSON.stringify(path)});
    let claimed = 0;
    for (let subject = 0; subject < 300; subject++) {
      const claim = { subject: String(subject), version: 'v', owner: String(process.pid) };
      if ((await store.claim(claim, 60000)) === 'claimed') claimed += 1;
    }
    console.log(claimed);`;
  const claim = async () =>
    Number((await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code])).stdout);
  const claims = await Promise.all([claim(), claim(), claim(), claim()]);
  expect(claims.reduce((sum, count) => sum + count)).toBe(300);
});
