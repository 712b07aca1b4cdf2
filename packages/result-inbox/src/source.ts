import type { ObjectReference } from './object-reference.ts';

/** An object that a source has heard of. */
export interface ArrivedObject extends ObjectReference {
  /** S3's sequencer of the event: tells which of two writes to one key came later. Hexadecimal, of any length. */
  readonly sequencer?: string;
}

/**
 * One thing that a source hands out: a message of a queue, or an object of a listing. It belongs to its receiver for the
 * lease it was received with, and then to whoever receives it next.
 */
export interface Message {
  /** Objects that were created. Empty for a message about something else, such as a test event. */
  readonly objects: readonly ArrivedObject[];
  /** Why the message was not understood. It is not deleted then, but left to the dead-letter queue. */
  readonly unknown?: string;
  /** How often it was handed out, from 1. */
  readonly attempt: number;
  /** Keeps it for that many seconds from now. */
  extend(seconds: number): Promise<void>;
  /** Will not be handed out again. */
  done(): Promise<void>;
  /** Will be handed out again after that many seconds. */
  retry(seconds: number): Promise<void>;
}

/** What {@link Source.receive} is asked for. */
export interface ReceiveRequest {
  /** At most that many messages, 1 or more. */
  readonly max: number;
  /** Seconds for which they belong to the receiver, unless it extends them. */
  readonly leaseSeconds: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Where results are heard of: `sqsSource`, `bucketSource`, or one of your own. */
export interface Source {
  /** Waits for messages: for a while, or for ever. Answers none when it has waited long enough or was aborted. */
  receive(request: ReceiveRequest): Promise<readonly Message[]>;
  /**
   * Sends what is still to be sent and lets go of what it opened. Called once, at the end; a message that a loop has in hand
   * is settled after that when the loop's own body stops the inbox.
   */
  close(): Promise<void>;
}
