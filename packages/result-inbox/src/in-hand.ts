import type { ResultFile } from '@x/result-schema';
import type { OpenDelivery } from './delivery/open-delivery.ts';
import { type Settlement, settleMessage } from './delivery/settlement.ts';
import { type Desk, type Taken, takeObject } from './delivery/take-object.ts';
import { holdMessage } from './hold-message.ts';
import type { ErrorContext } from './inbox-options.ts';
import type { ArrivedObject, Message } from './source.ts';

/** What a message in hand needs of its inbox. */
export interface Workplace<TResult extends ResultFile<unknown>, TTransaction>
  extends Desk<TResult, TTransaction> {
  /** Told of failures that are tried again. */
  readonly onError: (error: unknown, context: ErrorContext) => void;
}

/** A message that was received and is not settled. It is kept from others until it is put down. Nothing here rejects. */
export interface InHand<TResult extends ResultFile<unknown>, TTransaction> {
  /** Makes a delivery of one of its objects, if it is one. */
  take(object: ArrivedObject): Promise<Taken<TResult, TTransaction>>;
  /** What became of a delivery. One that is open is given back, to be handed out after `seconds`. */
  conclude(open: OpenDelivery<TResult, TTransaction>, seconds?: number): Promise<Settlement>;
  /** Settles the message. Objects that have no settlement were not come to. */
  putDown(settlements: readonly Settlement[]): Promise<void>;
}

/** Takes a message in hand. */
export function takeInHand<TResult extends ResultFile<unknown>, TTransaction>(
  message: Message,
  place: Workplace<TResult, TTransaction>,
): InHand<TResult, TTransaction> {
  const { counters, leaseSeconds } = place;
  const fail = (error: unknown, context: ErrorContext = {}) => {
    counters.errors += 1;
    place.onError(error, context);
  };
  const hold = holdMessage(message, leaseSeconds, fail);
  counters.received += 1;

  const settle = async (settlements: readonly Settlement[]) => {
    if (message.unknown !== undefined) {
      counters.unknown += 1;
      await message.retry(place.retryDelaySeconds(message.attempt));
      return;
    }
    if (message.objects.length === 0) counters.ignored += 1;
    const rest = message.objects
      .slice(settlements.length)
      .map((): Settlement => ({ kind: 'retry', seconds: 0 }));
    await settleMessage(message, [...settlements, ...rest]);
  };

  return {
    async take(object) {
      try {
        const taken = await takeObject(object, message.attempt, place);
        if (taken.open) hold.add(taken.open);
        return taken;
      } catch (error) {
        fail(error, { object });
        return { settlement: { kind: 'retry', seconds: place.retryDelaySeconds(message.attempt) } };
      }
    },

    async conclude(open, seconds) {
      let settled = await open.settlement();
      if (settled === undefined) {
        const { jobId, object, retry } = open.delivery;
        const delay = seconds === undefined ? {} : { delaySeconds: seconds };
        await retry(delay).catch((error: unknown) => fail(error, { jobId, object }));
        settled = await open.settlement();
      }
      if (settled?.kind === 'done') counters.handled += 1;
      if (settled?.kind === 'retry') counters.retried += 1;
      return settled ?? { kind: 'left' };
    },

    async putDown(settlements) {
      try {
        await settle(settlements);
      } catch (error) {
        fail(error);
      } finally {
        hold[Symbol.dispose]();
      }
    },
  };
}
