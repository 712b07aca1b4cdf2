import { inspect } from 'node:util';
import type { ResultFile } from '@x/result-schema';
import { checkNumber } from './check-number.ts';
import type { Delivery } from './delivery/delivery.ts';
import { createQuarantine } from './delivery/quarantine.ts';
import { handOut } from './hand-out.ts';
import type { Workplace } from './in-hand.ts';
import type { Inbox } from './inbox.ts';
import { InboxError } from './inbox-error.ts';
import { type InboxOptions, resolveOptions } from './inbox-options.ts';
import { newCounters } from './inbox-stats.ts';
import { receiveSteadily } from './receive-steadily.ts';
import { runHandler } from './run-handler.ts';
import { waitFor } from './wait/wait-for.ts';
import { createWaiters } from './wait/waiters.ts';

/**
 * Collects the results that AI Core delivers into a bucket. Nothing happens before it is iterated or run.
 *
 * @throws {@link InboxError} `InvalidOption`.
 *
 * @example
 * ```ts
 * await using inbox = createInbox({ source: sqsSource({ queueUrl }), secret });
 * for await (const delivery of inbox) {
 *   await save(delivery.jobId, delivery.result);
 *   await delivery.done();
 * }
 * ```
 */
export function createInbox<TResult extends ResultFile<unknown> = ResultFile, TTransaction = undefined>(
  options: InboxOptions<TResult, TTransaction>,
): Inbox<TResult, TTransaction> {
  const resolved = resolveOptions(options);
  const { source, client, leaseSeconds, onError } = resolved;
  const counters = newCounters();
  const waiters = createWaiters<TResult>();
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();

  const place: Workplace<TResult, TTransaction> = {
    ...resolved,
    quarantine: createQuarantine(client, resolved.quarantine),
    counters,
    // A little less than the queue's, so that whoever the queue hands a message to next does not find it claimed.
    storeLeaseMs: leaseSeconds * 900,
    onGenuine: (result) => waiters.tell(result.job_id, result),
  };
  const receiver = () =>
    receiveSteadily(source, leaseSeconds, (error) => {
      counters.errors += 1;
      onError(error, {});
    });
  /** Lets `stop` wait for it. */
  const follow = async (work: Promise<void>): Promise<void> => {
    running.add(work);
    try {
      await work;
    } finally {
      running.delete(work);
    }
  };

  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      stopping.abort(new InboxError('Stopped', 'The inbox was stopped.'));
      await Promise.allSettled(running);
      await source.close();
      if (options.client === undefined) client.destroy();
    })();
    return stopped;
  };

  const inbox: Inbox<TResult, TTransaction> = {
    async run(handler, { concurrency = 10, signal } = {}) {
      stopping.signal.throwIfAborted();
      if (typeof handler !== 'function') throw new InboxError('InvalidOption', 'handler must be a function.');
      checkNumber('concurrency', concurrency, 1, 1000);
      const ended = AbortSignal.any(signal ? [stopping.signal, signal] : [stopping.signal]);
      await follow(runHandler(handler, concurrency, receiver(), ended, place));
    },
    [Symbol.asyncIterator](): AsyncGenerator<Delivery<TResult, TTransaction>, void, void> {
      stopping.signal.throwIfAborted();
      return handOut(receiver(), stopping.signal, place);
    },
    waitFor: async (jobId, waiting = {}) =>
      waitFor(jobId, { ...resolved, waiters, stopped: stopping.signal }, waiting),
    get stats() {
      return { ...counters };
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return Object.defineProperty(inbox, inspect.custom, { value: () => ({ stats: inbox.stats }) });
}
