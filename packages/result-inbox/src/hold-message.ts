import type { Message } from './source.ts';

/** What is kept along with a message: its open deliveries. */
export interface Held {
  extend(): Promise<void>;
}

/** A message that is in hand. */
export interface Hold extends Disposable {
  /** Keeps a delivery of the message, too. */
  add(held: Held): void;
}

/**
 * Keeps a message, and the deliveries made of it, from being handed to somebody else: every third of the lease, so that one
 * attempt may fail.
 */
export function holdMessage(message: Message, leaseSeconds: number, onError: (error: unknown) => void): Hold {
  const deliveries: Held[] = [];
  const timer = setInterval(
    () => {
      // The store first: its lease must end before the queue hands the message to somebody else.
      for (const { extend } of deliveries) extend().catch(onError);
      message.extend(leaseSeconds).catch(onError);
    },
    (leaseSeconds * 1000) / 3,
  );
  return {
    add: (held) => void deliveries.push(held),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
