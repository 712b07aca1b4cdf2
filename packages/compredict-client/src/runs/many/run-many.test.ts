import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handler } from '@x/test-kit';
import { describe, expect, test } from 'vitest';
import { json, rejection, startAiCore } from '../../../test/support.ts';
import { createClient } from '../../create-client.ts';
import { openParquet } from '../../features/open-parquet.ts';
import type { JournalEntry, RunJournal } from './journal.ts';
import type { RunManyOptions, RunManyOutcome } from './many-options.ts';

/** An AI Core whose jobs are called like the items, and end at the second poll. */
function jobs(): Handler {
  const polls = new Map<string, number>();
  return async (request, response) => {
    if (request.method === 'POST') {
      return json(response, {
        job_id: `job-${JSON.parse(String((await request.form()).get('callback_param'))).key}`,
      });
    }
    const jobId = request.path.split('/').at(-1) ?? '';
    polls.set(jobId, (polls.get(jobId) ?? 0) + 1);
    const ended = { status: 'Finished', success: !jobId.includes('bad'), results: [1] };
    json(response, { job_id: jobId, ...((polls.get(jobId) ?? 0) > 1 ? ended : { status: 'Pending' }) });
  };
}

const run = (item: string | number) => ({
  features: { x: [1] },
  callbacks: { url: 'https://h/', param: { key: item } },
});
const options: RunManyOptions<string | number> = { run, wait: { minDelayMs: 1, maxDelayMs: 5 } };

async function collect<T>(outcomes: AsyncIterable<RunManyOutcome<T>>) {
  const list: RunManyOutcome<T>[] = [];
  for await (const outcome of outcomes) list.push(outcome);
  return list;
}

/** A journal in memory. */
function memoryJournal(
  entries: JournalEntry[] = [],
): RunJournal & { entries: JournalEntry[]; states(): string[] } {
  return {
    entries,
    states: () => entries.map(({ key, state }) => `${key} ${state}`),
    open: async () => [...entries],
    append: async (entry) => void entries.push(entry),
    close: async () => {},
  };
}
const entry = (
  key: string,
  event: { state: 'sending' | 'answered' | 'handled' | 'refused' } | { state: 'accepted'; job_id: string },
) => ({
  at: '',
  algorithm: 'a',
  key,
  ...event,
});

const posts = (aiCore: { server: { requests: readonly { method: string }[] } }) =>
  aiCore.server.requests.filter(({ method }) => method === 'POST').length;

describe('yields', () => {
  test('the result of every item', async () => {
    await using aiCore = await startAiCore(jobs());
    const items = Array.from({ length: 30 }, (_, index) => index);
    const outcomes = await collect(aiCore.client.runMany('a', items, options));
    expect(outcomes.map(({ item }) => item).sort((a, b) => Number(a) - Number(b))).toEqual(items);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        ok: true,
        key: String(outcome.item),
        data: { job_id: `job-${outcome.item}` },
      });
    }
    expect(posts(aiCore)).toBe(30);
  });

  test('instant results, and tasks that nobody wants to wait for', async () => {
    await using instant = await startAiCore((_request, response) => json(response, { results: [7] }));
    expect(await collect(instant.client.runMany('a', [1], options))).toEqual([
      { key: '1', item: 1, ok: true, data: { results: [7] } },
    ]);
    await using aiCore = await startAiCore(jobs());
    const [outcome] = await collect(aiCore.client.runMany('a', [1], { ...options, wait: false }));
    expect(outcome).toMatchObject({ ok: true, data: { job_id: 'job-1', status: 'Pending' } });
    expect(aiCore.server.requests).toHaveLength(1);
  });

  test('what went wrong with one item, and goes on with the others', async () => {
    await using aiCore = await startAiCore(jobs());
    const items = ['bad', 'ragged', 'lost', 'good', 'good', 'text'];
    const outcomes = await collect(
      aiCore.client.runMany('a', items, {
        ...options,
        run: (item) => {
          if (item === 'lost') throw new RangeError('no such file');
          if (item === 'text') throw 'just text';
          return item === 'ragged' ? { features: { x: [1], y: [] } } : run(item);
        },
      }),
    );
    const told = outcomes.map((outcome) => [outcome.key, outcome.ok ? 'ok' : outcome.error.name]).sort();
    expect(told).toEqual([
      ['bad', 'JobFailedError'],
      ['good', 'InvalidArgumentError'],
      ['good', 'ok'],
      ['lost', 'RangeError'],
      ['ragged', 'FeaturesError'],
      ['text', 'Error'],
    ]);
  });

  test('to clients that do not throw, too', async () => {
    await using aiCore = await startAiCore(jobs());
    const client = createClient({ token: 't', url: aiCore.server.url, failOnError: false });
    expect(await collect(client.runMany('a', ['x'], options))).toMatchObject([{ ok: true, key: 'x' }]);
  });
});

test('never has more under way than it may', async () => {
  let underWay = 0;
  let most = 0;
  await using aiCore = await startAiCore(async (_request, response) => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay--;
    json(response, { results: [] });
  });
  await collect(
    aiCore.client.runMany('a', Array.from({ length: 20 }).keys(), { ...options, concurrency: 3 }),
  );
  expect(most).toBe(3);
});

describe('one refusal for too many requests', () => {
  test('holds everything back, polls too, and nothing is sent but what was under way', async () => {
    let refusedAt = 0;
    const early: string[] = [];
    const play = jobs();
    await using aiCore = await startAiCore((request, response) => {
      const now = performance.now();
      if (refusedAt === 0 && request.path.endsWith('job-3')) {
        refusedAt = now;
        return json(response, { error: 'Request was throttled. Expected available in 1 second.' }, 429);
      }
      // What the client had sent before it knew arrives within moments.
      if (refusedAt > 0 && now - refusedAt > 200 && now - refusedAt < 950) early.push(request.path);
      return play(request, response);
    });
    const items = Array.from({ length: 40 }, (_, index) => index);
    const outcomes = await collect(aiCore.client.runMany('a', items, options));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(40);
    expect(early).toEqual([]);
    expect(performance.now() - refusedAt).toBeGreaterThan(950);
    expect(posts(aiCore)).toBe(40);
  });

  test('of a run has it submitted again, with what `run` says then', async () => {
    let asked = 0;
    await using aiCore = await startAiCore((_request, response) =>
      asked++ < 3 ? json(response, {}, 429, { 'retry-after': '0' }) : json(response, { results: [] }),
    );
    const journal = memoryJournal();
    let prepared = 0;
    const prepare = (item: string | number) => {
      prepared++;
      return run(item);
    };
    expect(
      await collect(aiCore.client.runMany('a', [1], { ...options, journal, run: prepare })),
    ).toMatchObject([{ ok: true }]);
    expect(prepared).toBe(4);
    expect(journal.states()).toEqual([
      ...['1 sending', '1 refused', '1 sending', '1 refused', '1 sending', '1 refused'],
      ...['1 sending', '1 answered', '1 handled'],
    ]);
  });

  test('becomes the outcome in the end', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, {}, 429));
    let time = 0;
    const sleep = async (ms: number) => {
      time += ms;
    };
    const clock = { now: () => time, random: () => 0, sleep };
    const outcomes = await collect(
      aiCore.client.runMany('a', [1], { ...options, clock, throttleTimeout: 10_000 }),
    );
    expect(outcomes).toMatchObject([{ ok: false, error: { name: 'ThrottledError' } }]);
    expect(aiCore.server.requests).toHaveLength(5); // At 0, 1, 3, 7 and 15 seconds.
  });
});

describe('with a journal', () => {
  test('records each step before the next', async () => {
    await using aiCore = await startAiCore(jobs());
    const journal = memoryJournal();
    for await (const outcome of aiCore.client.runMany('a', ['x'], { ...options, journal })) {
      expect(outcome.ok).toBe(true);
      expect(journal.states()).toEqual(['x sending', 'x accepted']);
    }
    expect(journal.states()).toEqual(['x sending', 'x accepted', 'x handled']);
    expect(journal.entries[1]).toMatchObject({ algorithm: 'a', job_id: 'job-x' });
  });

  test('goes on where another process ended', async () => {
    await using aiCore = await startAiCore(jobs());
    const journal = memoryJournal([
      entry('handled', { state: 'sending' }),
      entry('handled', { state: 'accepted', job_id: 'job-h' }),
      entry('handled', { state: 'handled' }),
      entry('accepted', { state: 'accepted', job_id: 'job-from-before' }),
      entry('answered', { state: 'sending' }),
      entry('answered', { state: 'answered' }),
      entry('refused', { state: 'sending' }),
      entry('refused', { state: 'refused' }),
      entry('sending', { state: 'sending' }),
    ]);
    const prepared: (string | number)[] = [];
    const outcomes = await collect(
      aiCore.client.runMany('a', ['handled', 'accepted', 'answered', 'refused', 'sending', 'new'], {
        ...options,
        journal,
        run: (item) => {
          prepared.push(item);
          return run(item);
        },
      }),
    );
    expect(prepared.sort()).toEqual(['answered', 'new', 'refused', 'sending']);
    expect(
      outcomes
        .map(({ key, ...outcome }) => [key, outcome.ok && 'job_id' in outcome.data && outcome.data.job_id])
        .sort(),
    ).toEqual([
      ['accepted', 'job-from-before'],
      ['answered', 'job-answered'],
      ['new', 'job-new'],
      ['refused', 'job-refused'],
      ['sending', 'job-sending'],
    ]);
    expect(await collect(aiCore.client.runMany('a', ['accepted', 'new'], { ...options, journal }))).toEqual(
      [],
    );
  });

  test('reports what only AI Core knows, if that is asked for', async () => {
    await using aiCore = await startAiCore(jobs());
    const journal = memoryJournal([entry('x', { state: 'sending' })]);
    const again = () =>
      collect(aiCore.client.runMany('a', ['x'], { ...options, journal, uncertain: 'report' }));
    expect(await again()).toMatchObject([
      { ok: false, key: 'x', error: { name: 'UncertainRunError', key: 'x' } },
    ]);
    // It stays so until somebody decides.
    expect(await again()).toHaveLength(1);
    expect(aiCore.server.requests).toHaveLength(0);
  });

  test.each([
    ['a failed job', 200, 'bad', ['bad sending', 'bad accepted', 'bad handled']],
    ['a refused run', 400, 'x', ['x sending', 'x refused']],
    ['a run of which nobody knows', 502, 'x', ['x sending']],
  ])('an outcome that is %s is recorded as that', async (_name, status, item, states) => {
    const play = jobs();
    await using aiCore = await startAiCore((request, response) =>
      status === 200 ? play(request, response) : json(response, {}, status),
    );
    const journal = memoryJournal();
    expect(await collect(aiCore.client.runMany('a', [item], { ...options, journal }))).toMatchObject([
      { ok: false },
    ]);
    expect(journal.states()).toEqual(states);
  });

  test('knows of every instant answer, so that the next process reports none as uncertain', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { results: [7] }));
    const journal = memoryJournal();
    const batch = () => aiCore.client.runMany('a', [1, 2, 3], { ...options, journal, uncertain: 'report' });
    for await (const { ok } of batch()) {
      expect(ok).toBe(true);
      break;
    }
    expect((await collect(batch())).map(({ key, ok }) => [key, ok]).sort()).toEqual([
      ['1', true],
      ['2', true],
      ['3', true],
    ]);
    expect(await collect(batch())).toEqual([]);
  });

  describe('has no word of a run', () => {
    const login = { username: 'u', password: 'p' };

    test.each([503, 429])('that a login answered %s held back', async (status) => {
      await using aiCore = await startAiCore((_request, response) => json(response, {}, status));
      const client = createClient({ ...login, url: aiCore.server.url });
      const journal = memoryJournal();
      const batch = client.runMany('a', ['x'], { ...options, journal, throttleTimeout: 1 });
      expect(await collect(batch)).toMatchObject([{ ok: false, error: { status } }]);
      expect(journal.entries).toEqual([]);
      expect(aiCore.server.requests.every(({ path }) => path === '/token/')).toBe(true);
    });

    test('whose features could not be read', async () => {
      await using aiCore = await startAiCore(jobs());
      const path = join(tmpdir(), `features-${process.pid}.parquet`);
      await writeFile(path, 'PAR1____PAR1');
      const features = await openParquet(path);
      await writeFile(path, 'PAR1____and moreePAR1');
      const journal = memoryJournal();
      const batch = aiCore.client.runMany('a', ['x'], { ...options, journal, run: () => ({ features }) });
      expect(await collect(batch)).toMatchObject([{ ok: false, error: { name: 'BodyError' } }]);
      expect(journal.entries).toEqual([]);
      expect(aiCore.server.requests).toHaveLength(0);
      await rm(path);
    });

    test('that was still waiting for its login when the batch was aborted', async () => {
      const controller = new AbortController();
      await using aiCore = await startAiCore(() => controller.abort());
      const client = createClient({ ...login, url: aiCore.server.url });
      const journal = memoryJournal();
      const { signal } = controller;
      const batch = collect(client.runMany('a', ['x'], { ...options, journal, signal }));
      expect(await rejection(batch)).toMatchObject({ name: 'AbortedError' });
      expect(journal.entries).toEqual([]);
    });
  });

  test('counts a run as refused that had no valid token, whatever became of the new one', async () => {
    await using aiCore = await startAiCore(({ path }, response) =>
      json(response, {}, path.endsWith('/predict') ? 401 : 503),
    );
    const client = createClient({ token: 't', refreshToken: 'r', url: aiCore.server.url });
    const journal = memoryJournal();
    expect(await collect(client.runMany('a', ['x'], { ...options, journal }))).toMatchObject([
      { ok: false, error: { name: 'ServerError' } },
    ]);
    expect(journal.states()).toEqual(['x sending', 'x refused']);
  });

  test('is closed when it has written what AI Core accepted, also where the batch is aborted', async () => {
    await using aiCore = await startAiCore(jobs());
    const controller = new AbortController();
    const log: string[] = [];
    const journal: RunJournal = {
      open: async () => [],
      async append({ state }) {
        if (state === 'accepted') controller.abort();
        await new Promise((resolve) => setTimeout(resolve, 10));
        log.push(state);
      },
      close: async () => void log.push('closed'),
    };
    const { signal } = controller;
    const batch = collect(aiCore.client.runMany('a', ['x'], { ...options, journal, signal }));
    expect(await rejection(batch)).toMatchObject({ name: 'AbortedError' });
    expect(log).toEqual(['sending', 'accepted', 'closed']);
  });

  test('that is of another algorithm, cannot be read or written, the batch ends', async () => {
    await using aiCore = await startAiCore(jobs());
    const fail = async () => {
      throw new Error('disk full');
    };
    const batch = (journal: RunJournal) =>
      rejection(collect(aiCore.client.runMany('b', [1, 2, 3], { ...options, journal })));
    expect(await batch(memoryJournal([entry('x', { state: 'handled' })]))).toMatchObject({
      name: 'JournalError',
    });
    expect(await batch({ ...memoryJournal(), open: fail })).toMatchObject({ name: 'JournalError' });
    expect(aiCore.server.requests).toHaveLength(0);
    expect(await batch({ ...memoryJournal(), append: fail })).toMatchObject({
      name: 'JournalError',
      cause: { message: 'disk full' },
    });
    expect(aiCore.server.requests).toHaveLength(0);
  });
});

describe('ends early', () => {
  test('when the loop is left: what is being sent is recorded, nothing is waited for', async () => {
    const second = Promise.withResolvers<void>();
    await using aiCore = await startAiCore(async (request, response) => {
      if (request.method === 'GET') return json(response, { status: 'Pending' });
      const { key } = JSON.parse(String((await request.form()).get('callback_param')));
      if (key === 1) return json(response, { results: [] });
      if (key === 2) await second.promise;
      json(response, { job_id: `job-${key}` });
    });
    const journal = memoryJournal();
    const items = [1, 2, 3, 4, 5];
    for await (const { item } of aiCore.client.runMany('a', items, { ...options, journal, concurrency: 3 })) {
      expect(item).toBe(1);
      setTimeout(second.resolve, 20);
      break;
    }
    expect(journal.states()).toContain('2 accepted');
    expect(journal.states()).not.toContain('1 handled');
    expect(journal.states().filter((state) => state.startsWith('5'))).toEqual([]);
  });

  test('when the loop is left: what AI Core had no room for is not sent again, nor waited for', async () => {
    let asked = 0;
    const throttled = Promise.withResolvers<void>();
    await using aiCore = await startAiCore((_request, response) => {
      asked++;
      if (asked === 1) return json(response, { results: [] });
      json(response, {}, 429, { 'retry-after': '60' });
      if (asked === 3) setTimeout(throttled.resolve, 20);
    });
    const journal = memoryJournal();
    for await (const { ok } of aiCore.client.runMany('a', [1, 2, 3], { ...options, journal })) {
      expect(ok).toBe(true);
      await throttled.promise;
      break;
    }
    expect(posts(aiCore)).toBe(3);
    expect(journal.states().filter((state) => state.endsWith('refused'))).toHaveLength(2);
  });

  test('when the loop is left: what `run` is still loading is neither sent nor waited for', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { results: [] }));
    const loaded = Promise.withResolvers<void>();
    const journal = memoryJournal();
    const load = async (item: string | number) => {
      if (item !== 1) await loaded.promise;
      return run(item);
    };
    for await (const { item } of aiCore.client.runMany('a', [1, 2, 3], { ...options, journal, run: load })) {
      expect(item).toBe(1);
      break;
    }
    loaded.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(posts(aiCore)).toBe(1);
    expect(journal.states()).toEqual(['1 sending', '1 answered']);
  });

  test('when the loop is left: what is about to be sent is not', async () => {
    await using aiCore = await startAiCore((_request, response) => json(response, { results: [] }));
    const journal = memoryJournal();
    const append = async (entry: JournalEntry) => {
      if (entry.key === '2') await new Promise((resolve) => setTimeout(resolve, 50));
      return journal.append(entry);
    };
    for await (const { item } of aiCore.client.runMany('a', [1, 2], {
      ...options,
      journal: { ...journal, append },
    })) {
      expect(item).toBe(1);
      break;
    }
    expect(posts(aiCore)).toBe(1);
    expect(journal.states().slice(-2)).toEqual(['2 sending', '2 refused']);
  });

  test('when it is aborted, at once', async () => {
    await using aiCore = await startAiCore(() => {});
    const controller = new AbortController();
    const batch = collect(aiCore.client.runMany('a', [1, 2], { ...options, signal: controller.signal }));
    setTimeout(() => controller.abort('enough'), 20);
    expect(await rejection(batch)).toMatchObject({ name: 'AbortedError', cause: 'enough' });
  });

  test('when its source throws, after what is under way', async () => {
    await using aiCore = await startAiCore(jobs());
    const items = (function* () {
      yield 1;
      throw new Error('source');
    })();
    const seen: unknown[] = [];
    const batch = async () => {
      for await (const { item } of aiCore.client.runMany('a', items, options)) seen.push(item);
    };
    expect(await rejection(batch())).toMatchObject({ message: 'source' });
    expect(seen).toEqual([1]);
  });
});

test.each<[Partial<RunManyOptions<string | number>>, string]>([
  [{ concurrency: 0 }, 'concurrency'],
  [{ concurrency: 1.5 }, 'concurrency'],
  [{ concurrency: Number.POSITIVE_INFINITY }, 'concurrency'],
  [{ throttleTimeout: 0 }, 'throttleTimeout'],
  [{ wait: { timeout: 0 } }, 'timeout'],
  [{ wait: { minDelayMs: -1 } }, 'minDelayMs'],
  [{ key: ((item: number) => item) as never }, 'key'],
])('refuses %j', async (more, argument) => {
  await using aiCore = await startAiCore(jobs());
  expect(await rejection(collect(aiCore.client.runMany('a', [1], { ...options, ...more })))).toMatchObject({
    name: 'InvalidArgumentError',
    argument,
  });
  expect(aiCore.server.requests).toHaveLength(0);
});

test('items that are no text need a key', async () => {
  await using aiCore = await startAiCore(jobs());
  const items = [{ id: 7 }];
  const fixed = { run: ({ id }: { id: number }) => run(id), wait: { minDelayMs: 1 } };
  expect(await rejection(collect(aiCore.client.runMany('a', items, fixed)))).toMatchObject({
    argument: 'key',
  });
  const key = ({ id }: { id: number }) => `trip-${id}`;
  expect(await collect(aiCore.client.runMany('a', items, { ...fixed, key }))).toMatchObject([
    { ok: true, key: 'trip-7', item: { id: 7 } },
  ]);
});
