import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rejection } from '../../test/support.ts';
import type { JournalEntry } from '../runs/many/journal.ts';
import { fileJournal } from './file-journal.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'runs.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const common = { at: '2026-03-01T12:00:00.000Z', algorithm: 'a', key: 'trip\n7' };
const sending: JournalEntry = { ...common, state: 'sending' };
const accepted: JournalEntry = { ...common, state: 'accepted', job_id: 'j' };

async function entries(): Promise<JournalEntry[]> {
  const journal = fileJournal(path);
  const list = [...(await journal.open())];
  await journal.close();
  return list;
}

test('gives back what it was given, one line each', async () => {
  const journal = fileJournal(path);
  expect(await journal.open()).toEqual([]);
  await journal.append(sending);
  await journal.append(accepted);
  await journal.close();
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
  expect(await entries()).toEqual([sending, accepted]);
});

test.each(['{"at":"2026', '{}', JSON.stringify(accepted)])(
  'a last line cut off is removed: %s',
  async (torn) => {
    await writeFile(path, `${JSON.stringify(sending)}\n${torn}`);
    const journal = fileJournal(path);
    expect(await journal.open()).toEqual([sending]);
    await journal.append(accepted);
    await journal.close();
    expect(await entries()).toEqual([sending, accepted]);
  },
);

test.each(['{"at":"2026', '{}', '', '{"at":"","algorithm":"a","key":"k","state":"accepted"}'])(
  'a broken line among others is an error: %s',
  async (broken) => {
    await writeFile(path, `${JSON.stringify(sending)}\n${broken}\n${JSON.stringify(accepted)}\n`);
    const journal = fileJournal(path);
    expect(await rejection(journal.open())).toMatchObject({
      name: 'JournalError',
      message: 'Line 2 of the journal is not an entry. Repair it, or begin a new one.',
    });
    // Nothing was lost by looking, and it can be opened again.
    await appendFile(path, '');
    expect(await rejection(journal.open())).toMatchObject({ name: 'JournalError' });
  },
);

test('serves one batch at a time, and none that is over', async () => {
  const journal = fileJournal(path);
  expect(await rejection(journal.append(sending))).toMatchObject({ name: 'JournalError' });
  await journal.open();
  expect(await rejection(journal.open())).toMatchObject({ name: 'JournalError' });
  await journal.close();
  await journal.close();
  expect(await rejection(journal.append(sending))).toMatchObject({ name: 'JournalError' });
});

/** Adds two entries to a journal that has room for 1 KiB, and prints what it cannot write. */
const program = `
  import { fileJournal } from './src/node/index.ts';
  const journal = fileJournal(process.env.JOURNAL);
  await journal.open();
  for (const length of [100, 2000, 200]) {
    const entry = { at: '', algorithm: 'a', key: 'x'.repeat(length), state: 'handled' };
    await journal.append(entry).then(() => console.log(length), ({ code }) => console.log(code));
  }`;

test.skipIf(process.platform === 'win32')(
  'an entry that does not fit is an error, and not there',
  async () => {
    const run = promisify(execFile);
    const limited = [
      '-c',
      'ulimit -f 2 && exec "$0" --input-type=module --eval "$1"',
      process.execPath,
      program,
    ];
    const { stdout } = await run('sh', limited, {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, JOURNAL: path },
    });
    expect(stdout.split('\n')).toEqual(['100', 'EFBIG', '200', '']);
    expect((await entries()).map(({ key }) => key.length)).toEqual([100, 200]);
  },
);

test('a file that cannot be there is an error', async () => {
  expect(await rejection(fileJournal(join(folder, 'no', 'x')).open())).toMatchObject({ code: 'ENOENT' });
});
