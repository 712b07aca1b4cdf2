import { JournalError } from '../../errors/journal-error.ts';
import type { JournalEntry, JournalEvent, RunJournal } from './journal.ts';

/** Where an item stands, after all that was recorded of it. */
export type Standing = JournalEvent | { readonly state: 'new' };

/** What one batch knows of earlier processes and tells later ones; nothing at all without a journal. */
export interface BatchRecord {
  standing(key: string): Standing;
  /** @throws {@link JournalError} when it cannot be written. */
  add(key: string, event: JournalEvent): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/**
 * Reads a journal, if there is one, and goes on writing it.
 *
 * @throws {@link JournalError} when it cannot be read, or belongs to another algorithm.
 */
export async function openRecord(
  journal: RunJournal | undefined,
  algorithm: string,
  now: () => Date,
): Promise<BatchRecord> {
  const standings = new Map<string, Standing>();
  const pending = new Set<Promise<void>>();
  let closed = false;
  const append = async (entry: JournalEntry) => {
    // Work that goes on after the batch was aborted has no journal any more, and nobody to tell.
    if (closed) return;
    const written = Promise.resolve(journal?.append(entry));
    pending.add(written);
    await written.finally(() => pending.delete(written));
  };
  const close = async () => {
    closed = true;
    await Promise.allSettled(pending);
    await journal?.close();
  };
  for (const entry of (await open(journal)) ?? []) {
    if (entry.algorithm !== algorithm) {
      await close();
      throw new JournalError(
        `The journal is that of a batch of ${entry.algorithm}, not ${algorithm}. Each batch needs its own.`,
      );
    }
    standings.set(entry.key, standingAfter(entry));
  }
  return {
    standing: (key) => standings.get(key) ?? { state: 'new' },
    async add(key, event) {
      try {
        await append({ at: now().toISOString(), algorithm, key, ...event });
      } catch (cause) {
        const job = event.state === 'accepted' ? ` as job ${event.job_id}` : '';
        const what = `${event.state}${job}: ${key}`;
        throw new JournalError(`The journal could not be written, and does not know that this was ${what}.`, {
          cause,
        });
      }
    },
    close,
  };
}

async function open(journal: RunJournal | undefined): Promise<Iterable<JournalEntry> | undefined> {
  try {
    return await journal?.open();
  } catch (cause) {
    throw cause instanceof JournalError
      ? cause
      : new JournalError('The journal could not be read.', { cause });
  }
}

/** Of a run that was refused or answered at once nothing is left at AI Core to go on with. */
function standingAfter(entry: JournalEntry): Standing {
  return entry.state === 'refused' || entry.state === 'answered' ? { state: 'new' } : entry;
}
