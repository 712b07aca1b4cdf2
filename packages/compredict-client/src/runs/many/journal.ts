import * as v from 'valibot';

/** One thing that happened to an item of a batch. Holds no secret. */
export type JournalEntry = {
  /** When, as ISO 8601. */
  readonly at: string;
  readonly algorithm: string;
  /** Which item. */
  readonly key: string;
} & JournalEvent;

/**
 * What happened.
 *
 * - `sending`: the run is about to be sent. Without an entry after it, nobody knows whether AI Core accepted it.
 * - `refused`: AI Core did not accept it. As good as never sent.
 * - `answered`: AI Core computed it at once. The results are not kept: until it is handled it has to be run again.
 * - `accepted`: AI Core queued it as `job_id`.
 * - `handled`: its outcome was handed over, and the loop went on.
 */
export type JournalEvent =
  | { readonly state: 'sending' | 'refused' | 'answered' | 'handled' }
  | { readonly state: 'accepted'; readonly job_id: string };

const common = { at: v.string(), algorithm: v.string(), key: v.string() };

/** Schema of {@link JournalEntry}. */
export const JournalEntry: v.GenericSchema<unknown, JournalEntry> = v.variant('state', [
  v.object({ ...common, state: v.literal('accepted'), job_id: v.string() }),
  v.object({ ...common, state: v.picklist(['sending', 'refused', 'answered', 'handled']) }),
]);

/**
 * Remembers a batch across restarts: a file (`fileJournal` of `@x/compredict-client/node`), or a table of yours. One batch
 * uses it at a time.
 */
export interface RunJournal {
  /** Begins a batch: all entries there are, oldest first. */
  open(): Promise<Iterable<JournalEntry>>;
  /** Adds an entry. Resolves when it would survive the end of this process; the item goes no further before that. */
  append(entry: JournalEntry): Promise<void>;
  /** Ends the batch. May be opened again. */
  close(): Promise<void>;
}
