/** Sends things in batches, as they come. */
export interface Batcher<T> {
  /** Resolves when the batch with this thing was sent, or rejects with what `send` says of it. */
  add(item: T): Promise<void>;
}

/** Options of {@link createBatcher}. */
export interface BatcherOptions {
  /** Things in a batch, at most. */
  readonly size: number;
  /** Milliseconds to wait for a batch to fill. */
  readonly delayMs: number;
}

interface Entry<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers things until a batch is full or has waited long enough, and sends it.
 *
 * @param send answers an error for each thing that failed, at its place; when it rejects, all failed.
 */
export function createBatcher<T>(
  send: (items: readonly T[]) => Promise<readonly (Error | undefined)[]>,
  { size, delayMs }: BatcherOptions,
): Batcher<T> {
  let waiting: Entry<T>[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    try {
      const errors = await send(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries())
        errors[index] ? reject(errors[index]) : resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (waiting.length >= size) void flush();
        else timer ??= setTimeout(flush, delayMs);
      }),
  };
}
