import type { Message } from '../source.ts';

/** What becomes of an object that was handed out. */
export type Settlement =
  /** Nothing is left to do. */
  | { readonly kind: 'done' }
  /** Hand it out again after that many seconds. */
  | { readonly kind: 'retry'; readonly seconds: number }
  /** Touch nothing: another worker has it, or will have it when the lease runs out. */
  | { readonly kind: 'left' };

/** Settles a message by what became of its objects: it is done when all of them are. */
export async function settleMessage(message: Message, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.some(({ kind }) => kind === 'left')) return;
  const delays = settlements.flatMap((settled) => (settled.kind === 'retry' ? [settled.seconds] : []));
  await (delays.length > 0 ? message.retry(Math.min(...delays)) : message.done());
}
