import { inspect } from 'node:util';
import type { ResultFile } from '@x/result-schema';
import { checkNumber } from '../check-number.ts';
import { InboxError } from '../inbox-error.ts';
import { maxDelaySeconds } from '../retry-delay.ts';
import type { Claim, DeliveryStore } from '../store/delivery-store.ts';
import type { Delivery } from './delivery.ts';
import type { Settlement } from './settlement.ts';

/** A delivery in somebody's hands, as the inbox sees it. */
export interface OpenDelivery<TResult extends ResultFile<unknown>, TTransaction> {
  readonly delivery: Delivery<TResult, TTransaction>;
  /** What became of it, once a settling that is under way is over. Undefined while it is open. */
  settlement(): Promise<Settlement | undefined>;
  /** Starts the store's lease anew, if the delivery is open. */
  extend(): Promise<void>;
}

/** What a delivery says. */
export type DeliveryFacts<TResult extends ResultFile<unknown>> = Pick<
  Delivery<TResult>,
  'id' | 'jobId' | 'result' | 'sealed' | 'object' | 'attempt'
>;

/** What a delivery needs of its inbox. */
export interface DeliveryHome<TTransaction> {
  readonly store: DeliveryStore<TTransaction>;
  readonly storeLeaseMs: number;
  readonly retryDelaySeconds: (attempt: number) => number;
}

/** Makes a delivery of a claim that is held. */
export function openDelivery<TResult extends ResultFile<unknown>, TTransaction>(
  facts: DeliveryFacts<TResult>,
  claim: Claim,
  { store, storeLeaseMs, retryDelaySeconds }: DeliveryHome<TTransaction>,
): OpenDelivery<TResult, TTransaction> {
  const { id, jobId, object, attempt } = facts;
  const lost = new AbortController();
  let settled: Settlement | undefined;
  let settling: Promise<unknown> | undefined;

  const lose = () => {
    settled = { kind: 'left' };
    const error = new InboxError('LeaseLost', `Another worker has taken over the delivery of job ${jobId}.`);
    lost.abort(error);
    return error;
  };

  /** Settles once, and not at all if that fails. */
  const settle = async (act: () => Promise<Settlement>): Promise<void> => {
    lost.signal.throwIfAborted();
    if (settled ?? settling)
      throw new InboxError('AlreadySettled', `The delivery of job ${jobId} is settled already.`);
    const acting = act();
    settling = acting.catch(() => {});
    try {
      settled = await acting;
    } finally {
      settling = undefined;
    }
  };

  const delivery: Delivery<TResult, TTransaction> = {
    ...facts,
    signal: lost.signal,
    done: (write) =>
      settle(async () => {
        if (!(await store.complete(claim, { jobId, object }, write))) throw lose();
        return { kind: 'done' };
      }),
    retry: ({ delaySeconds = retryDelaySeconds(attempt) } = {}) =>
      settle(async () => {
        const seconds = checkNumber('delaySeconds', delaySeconds, 0, maxDelaySeconds);
        await store.release(claim);
        return { kind: 'retry', seconds };
      }),
  };
  const shown = { id, jobId, object, attempt };
  Object.defineProperties(delivery, {
    toJSON: { value: () => shown },
    [inspect.custom]: { value: () => shown },
  });

  return {
    delivery,
    async settlement() {
      await settling;
      return settled;
    },
    async extend() {
      if (settled ?? settling) return;
      const extended = await store.extend(claim, storeLeaseMs);
      if (!extended && !(settled ?? settling)) lose();
    },
  };
}
