import type { ResultFile } from '@x/result-schema';
import type { Settlement } from './delivery/settlement.ts';
import { type InHand, takeInHand, type Workplace } from './in-hand.ts';
import type { Handler } from './inbox.ts';
import type { Receive } from './receive-steadily.ts';
import type { ArrivedObject, Message } from './source.ts';

/**
 * Receives and handles, with up to `concurrency` messages at once, until the signal is aborted; then finishes what is in
 * hand. It receives when half of the places are free, so that messages come several to a request.
 */
export async function runHandler<TResult extends ResultFile<unknown>, TTransaction>(
  handler: Handler<TResult, TTransaction>,
  concurrency: number,
  receive: Receive,
  ended: AbortSignal,
  place: Workplace<TResult, TTransaction>,
): Promise<void> {
  const working = new Set<Promise<void>>();
  const puttingDown = new Set<Promise<void>>();
  const track = (all: Set<Promise<void>>, work: Promise<void>) => {
    all.add(work);
    work.then(() => all.delete(work));
  };

  const work = async (message: Message) => {
    const inHand = takeInHand(message, place);
    const settlements = await Promise.all(
      message.objects.map((object) => handleObject(object, handler, inHand, place)),
    );
    // The place is free now: telling the queue does not hold up the next message.
    track(puttingDown, inHand.putDown(settlements));
  };

  while (!ended.aborted) {
    const free = concurrency - working.size;
    if (free < concurrency / 2) await Promise.race(working);
    else for (const message of await receive(free, ended)) track(working, work(message));
  }
  await Promise.all(working);
  await Promise.all(puttingDown);
}

async function handleObject<TResult extends ResultFile<unknown>, TTransaction>(
  object: ArrivedObject,
  handler: Handler<TResult, TTransaction>,
  inHand: InHand<TResult, TTransaction>,
  { onError }: Workplace<TResult, TTransaction>,
): Promise<Settlement> {
  const { open, settlement } = await inHand.take(object);
  if (open === undefined) return settlement;
  const { delivery } = open;
  try {
    await handler(delivery);
    if ((await open.settlement()) === undefined) await delivery.done();
  } catch (error) {
    onError(error, { jobId: delivery.jobId, object: delivery.object });
  }
  return inHand.conclude(open);
}
