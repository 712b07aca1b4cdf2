import type { ResultFile } from '@x/result-schema';
import type { Delivery } from './delivery/delivery.ts';
import type { Settlement } from './delivery/settlement.ts';
import { takeInHand, type Workplace } from './in-hand.ts';
import { InboxError } from './inbox-error.ts';
import type { Receive } from './receive-steadily.ts';
import type { Message } from './source.ts';

/** Hands out one delivery at a time, until the signal is aborted. */
export async function* handOut<TResult extends ResultFile<unknown>, TTransaction>(
  receive: Receive,
  ended: AbortSignal,
  place: Workplace<TResult, TTransaction>,
): AsyncGenerator<Delivery<TResult, TTransaction>, void, void> {
  const puttingDown = new Set<Promise<void>>();

  async function* deliveriesOf(
    message: Message,
  ): AsyncGenerator<Delivery<TResult, TTransaction>, void, void> {
    const inHand = takeInHand(message, place);
    const settlements: Settlement[] = [];
    try {
      for (const object of message.objects) {
        const { open, settlement } = await inHand.take(object);
        if (open === undefined) {
          settlements.push(settlement);
          continue;
        }
        try {
          yield open.delivery;
          if ((await open.settlement()) === undefined) {
            const { jobId } = open.delivery;
            throw new InboxError(
              'NotSettled',
              `Call done() or retry() of the delivery of job ${jobId} first.`,
            );
          }
        } finally {
          // Whoever leaves the loop has not failed: it may be handed out again at once.
          settlements.push(await inHand.conclude(open, 0));
        }
      }
    } finally {
      const putDown = inHand.putDown(settlements);
      puttingDown.add(putDown);
      putDown.then(() => puttingDown.delete(putDown));
    }
  }

  try {
    while (!ended.aborted) for (const message of await receive(1, ended)) yield* deliveriesOf(message);
  } finally {
    await Promise.all(puttingDown);
  }
}
