import { AbortedError } from '../../errors/connection-errors.ts';

/** Anything to loop over. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/** What is done with an item. The signal is aborted when the loop is left or aborted: nobody will take the answer. */
export type Work<T, R> = (item: T, left: AbortSignal) => Promise<R>;

/**
 * Works on several items at a time and yields what comes out as it comes, in no order.
 *
 * An item is taken from the source when there is room for it: work under way and answers that nobody has taken yet number
 * `limit` at most, so that a slow reader holds the source back. When the source or the work fails, what is under way is
 * still yielded, then the error thrown. Leaving the loop waits for the work under way; the signal does not. Neither waits
 * for a source that is about to answer.
 */
export async function* mapUnordered<T, R>(
  items: Items<T>,
  limit: number,
  work: Work<T, R>,
  signal?: AbortSignal,
): AsyncGenerator<R, void, undefined> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const ready: R[] = [];
  const running = new Set<Promise<void>>();
  let pulling = false;
  let exhausted = false;
  let failure: { readonly error: unknown } | undefined;
  let changed = Promise.withResolvers<void>();
  const change = () => changed.resolve();
  const left = new AbortController();
  const abort = () => {
    left.abort();
    change();
  };

  const hasRoom = () => !exhausted && running.size + ready.length < limit;
  const fail = (error: unknown) => {
    exhausted = true;
    failure ??= { error };
  };
  const start = (item: T) => {
    const job = work(item, left.signal)
      .then((answer) => void ready.push(answer), fail)
      .finally(() => {
        running.delete(job);
        change();
      });
    running.add(job);
  };
  const pull = async () => {
    pulling = true;
    while (hasRoom()) {
      try {
        const next = await source.next();
        if (next.done) exhausted = true;
        else if (!exhausted) start(next.value);
      } catch (error) {
        fail(error);
      }
    }
    pulling = false;
    change();
  };

  const close = async () => source.return?.();

  signal?.addEventListener('abort', abort);
  try {
    for (;;) {
      changed = Promise.withResolvers();
      if (signal?.aborted) {
        throw new AbortedError('Aborted by the caller.', undefined, { cause: signal.reason });
      }
      if (ready.length > 0) {
        yield ready.shift() as R;
        continue;
      }
      if (!pulling && hasRoom()) void pull();
      if (exhausted && running.size === 0) break;
      await changed.promise;
    }
    if (failure) throw failure.error;
  } finally {
    signal?.removeEventListener('abort', abort);
    exhausted = true;
    left.abort();
    if (!signal?.aborted) await Promise.all(running);
    if (!pulling) await close();
    // It closes once it has answered, which may be never. What it says then is told to nobody.
    else void close().catch(() => {});
  }
}
