import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '@x/test-kit';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../src/index.ts';
import { json } from './support.ts';

const count = 120;
const concurrency = 6;

/** A batch as an application would run it; prints the key of each outcome that it has dealt with. */
const program = `
  import { createClient } from './src/index.ts';
  import { fileJournal } from './src/node/index.ts';
  const aiCore = createClient({ token: 't', url: process.env.URL });
  const keys = Array.from({ length: ${count} }, (_, index) => 'trip-' + index);
  const outcomes = aiCore.runMany('a', keys, {
    run: (key) => ({ features: { x: [1] }, parameters: { key } }),
    wait: { minDelayMs: 1, maxDelayMs: 10 },
    concurrency: ${concurrency},
    journal: fileJournal(process.env.JOURNAL),
  });
  for await (const { key, ok, data } of outcomes) {
    if (!ok || data.results[0] !== key) process.exit(9);
    console.log(key);
  }`;

test('a batch whose process is killed again and again loses no item', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'restart-'));
  const journal = join(folder, 'runs.jsonl');
  const submitted: string[] = [];
  const polled = new Set<string>();
  await using server = await startServer(async (request, response) => {
    await sleep(3);
    if (request.method === 'POST') {
      const parameters = (await request.form()).get('parameters');
      const { key } = JSON.parse(await (parameters as File).text());
      return json(response, { job_id: `${submitted.push(key)}-${key}` });
    }
    const jobId = request.path.split('/').at(-1) ?? '';
    const first = !polled.has(jobId);
    polled.add(jobId);
    const ended = { status: 'Finished', success: true, results: [jobId.replace(/^\d+-/, '')] };
    json(response, first ? { status: 'Pending' } : ended);
  });

  const handled: string[] = [];
  /** Runs the batch, to its end or until so many runs were submitted in all. */
  async function batch(killAt = Number.POSITIVE_INFINITY): Promise<unknown> {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, URL: server.url, JOURNAL: journal },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => handled.push(...text.split('\n')));
    const closed = once(child, 'close');
    while (child.exitCode === null && submitted.length < killAt) await sleep(1);
    if (submitted.length >= killAt) child.kill('SIGKILL');
    const [exitCode, signal] = await closed;
    return exitCode ?? signal;
  }

  const kills = [20, 21, 50, 90];
  for (const killAt of kills) expect(await batch(killAt)).toBe('SIGKILL');
  expect(await batch()).toBe(0);

  const keys = new Set(Array.from({ length: count }, (_, index) => `trip-${index}`));
  expect(new Set(submitted)).toEqual(keys);
  expect(new Set(handled.filter(Boolean))).toEqual(keys);
  // Only what was being sent when a process was killed may have been sent twice.
  expect(submitted.length - count).toBeLessThanOrEqual(kills.length * concurrency);

  const entries = (await readFile(journal, 'utf8'))
    .trim()
    .split('\n')
    .map((line): JournalEntry => JSON.parse(line));
  const jobs = entries.flatMap((entry) => (entry.state === 'accepted' ? [entry.key] : []));
  expect(jobs.sort()).toEqual([...keys].sort());
  // And nothing is done twice once all is done.
  const before = submitted.length;
  expect(await batch()).toBe(0);
  expect(submitted).toHaveLength(before);
  await rm(folder, { recursive: true });
});
