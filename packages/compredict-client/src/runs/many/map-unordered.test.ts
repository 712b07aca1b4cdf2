import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { rejection } from '../../../test/support.ts';
import { mapUnordered } from './map-unordered.ts';

/** Work that ends when the test says so. */
function byHand() {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  const work = (item: number) => {
    begun.push(item);
    return new Promise<string>((resolve) => ends.set(item, () => resolve(`done ${item}`)));
  };
  return { begun, work, end: (item: number) => ends.get(item)?.() };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of source) list.push(item);
  return list;
}

test('yields as it comes, every item once', async () => {
  const { work, end, begun } = byHand();
  const answers = mapUnordered([1, 2, 3], 2, work);
  const first = answers.next();
  await turn();
  expect(begun).toEqual([1, 2]);
  end(2);
  expect((await first).value).toBe('done 2');
  const rest = collect(answers);
  await turn();
  end(3);
  end(1);
  expect((await rest).sort()).toEqual(['done 1', 'done 3']);
});

test('a reader that takes nothing holds the source back', async () => {
  let taken = 0;
  const source = (function* () {
    for (;;) yield taken++;
  })();
  const answers = mapUnordered(source, 3, async (item) => item);
  await answers.next();
  for (let round = 0; round < 10; round++) await turn();
  // Three answers that wait, and the one that the reader has.
  expect(taken).toBeLessThanOrEqual(4);
  await answers.return();
});

test('a source that is slow holds no answer back', async () => {
  const { promise: never } = Promise.withResolvers<void>();
  const source = (async function* () {
    yield 1;
    await never;
  })();
  expect(await mapUnordered(source, 2, async (item) => item).next()).toEqual({ value: 1, done: false });
});

test('ends with an empty source', async () => {
  expect(await collect(mapUnordered([], 2, async () => 1))).toEqual([]);
});

describe('an error', () => {
  test('of the source comes after what is under way', async () => {
    const source = (async function* () {
      yield 1;
      yield 2;
      throw new Error('disk');
    })();
    const seen: number[] = [];
    const error = await rejection(
      (async () => {
        for await (const item of mapUnordered(source, 5, async (item) => item)) seen.push(item);
      })(),
    );
    expect(error).toMatchObject({ message: 'disk' });
    expect(seen).toEqual([1, 2]);
  });

  test('of the work ends it, and takes no further item', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      if (item === 2) throw new Error('journal');
      return item;
    };
    expect(await rejection(collect(mapUnordered([1, 2, 3, 4], 1, work)))).toMatchObject({
      message: 'journal',
    });
    expect(begun).toEqual([1, 2]);
  });
});

describe('leaving the loop', () => {
  test('tells the work, waits for it and closes the source', async () => {
    let closed = false;
    const source = (function* () {
      try {
        yield* [1, 2, 3];
      } finally {
        closed = true;
      }
    })();
    const log: string[] = [];
    const work = async (item: number, left: AbortSignal) => {
      if (item === 1) return item;
      await new Promise((resolve) => left.addEventListener('abort', resolve));
      await turn();
      log.push(`${item} told`);
      return item;
    };
    for await (const item of mapUnordered(source, 2, work)) {
      log.push(`got ${item}`);
      break;
    }
    expect(log.slice(0, 2)).toEqual(['got 1', '2 told']);
    expect(closed).toBe(true);
  });

  test('does not wait for a source that is about to answer', async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const source = (async function* () {
      yield 1;
      await never;
    })();
    for await (const item of mapUnordered(source, 2, async (item) => item)) {
      expect(item).toBe(1);
      break;
    }
  });

  test('closes a source that is about to answer as soon as it has, and hears nothing of how', async () => {
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    let closed = false;
    const source = (async function* () {
      try {
        yield 1;
        await asked;
        yield 2;
      } finally {
        closed = true;
        // biome-ignore lint/correctness/noUnsafeFinally: what a source must not do, and some do
        throw new Error('closing');
      }
    })();
    for await (const _item of mapUnordered(source, 2, async (item) => item)) break;
    answer();
    await turn();
    expect(closed).toBe(true);
  });
});

test('the signal tells the work at once, whether or not anybody asks for answers', async () => {
  const controller = new AbortController();
  const told: boolean[] = [];
  const work = async (item: number, left: AbortSignal) => {
    left.addEventListener('abort', () => told.push(left.aborted));
    return item === 1 ? item : new Promise<number>(() => {});
  };
  await mapUnordered([1, 2], 2, work, controller.signal).next();
  controller.abort();
  expect(told).toEqual([true, true]);
});

test.each(['before', 'during'])('the signal ends it at once, %s', async (when) => {
  const controller = new AbortController();
  if (when === 'before') controller.abort('enough');
  const { work } = byHand();
  const answers = collect(mapUnordered([1, 2], 2, work, controller.signal));
  controller.abort('enough');
  expect(await rejection(answers)).toMatchObject({ name: 'AbortedError', cause: 'enough' });
});
