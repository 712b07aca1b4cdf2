/**
 * A {@link DeliveryStore} in a SQLite file, for any number of processes on one machine.
 *
 * @module
 */
import { DatabaseSync } from 'node:sqlite';
import { checkNumber } from '../check-number.ts';
import { InboxError } from '../inbox-error.ts';
import type { ObjectReference } from '../object-reference.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** Options of {@link sqliteStore}. */
export interface SqliteStoreOptions {
  /**
   * Milliseconds to wait for another process that is writing. The wait blocks this process.
   *
   * @default 5000
   */
  readonly busyTimeoutMs?: number;
  /** The clock that leases go by: the same for all who share the file. Default: the system's. */
  readonly now?: () => Date;
}

/** What {@link sqliteStore} answers. */
export interface SqliteStore extends DeliveryStore<DatabaseSync>, Disposable {
  /**
   * Forgets what was handled before a moment, and answers how many that were. An event that comes even later is handled
   * again: stay beyond the retention of your queue, which is 14 days at most.
   */
  prune(before: Date): number;
  /** Closes the file. */
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS result_inbox (
    subject          TEXT PRIMARY KEY,
    handled_version  TEXT,
    handled_sequence TEXT,
    handled_at       INTEGER,
    job_id           TEXT,
    object           TEXT,
    held_by          TEXT,
    held_until       INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS result_inbox_job ON result_inbox (job_id, handled_at);
`;

/**
 * A {@link DeliveryStore} in a SQLite file (table `result_inbox`; your own tables may live beside it). It survives
 * restarts and crashes of the processes that share it.
 *
 * `delivery.done((database) => …)` writes to the same file in the same transaction: the delivery is handled exactly when
 * your rows are there. That function must not be asynchronous.
 *
 * @param path a file on a local disk; WAL needs shared memory, which network disks lack.
 *
 * @example
 * ```ts
 * using store = sqliteStore('inbox.db');
 * ```
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): SqliteStore {
  const { busyTimeoutMs = 5000, now = () => new Date() } = options;
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA busy_timeout = ${checkNumber('busyTimeoutMs', busyTimeoutMs, 0, 2 ** 31 - 1)}`);
  // With WAL, readers and a writer do not wait for one another. NORMAL survives every crash but that of the machine, after
  // which the last deliveries may be handled again.
  insist(() => database.exec('PRAGMA journal_mode = WAL'), busyTimeoutMs);
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(schema);

  const claim = database.prepare(`
    INSERT INTO result_inbox (subject, held_by, held_until) VALUES (:subject, :owner, :until)
    ON CONFLICT (subject) DO UPDATE SET held_by = :owner, held_until = :until
    WHERE handled_version IS NOT :version
      AND (handled_sequence IS NULL OR :sequence IS NULL OR handled_sequence <= :sequence)
      AND (held_by IS NULL OR held_until <= :now)`);
  const handled = database.prepare(`
    SELECT handled_version AS version, handled_sequence AS sequence FROM result_inbox WHERE subject = ?`);
  const extend = database.prepare('UPDATE result_inbox SET held_until = ? WHERE subject = ? AND held_by = ?');
  const complete = database.prepare(`
    UPDATE result_inbox SET held_by = NULL, held_until = NULL, handled_version = :version,
      handled_sequence = coalesce(:sequence, handled_sequence), handled_at = :now, job_id = :jobId, object = :object
    WHERE subject = :subject AND held_by = :owner`);
  const release = database.prepare(
    'UPDATE result_inbox SET held_by = NULL, held_until = NULL WHERE subject = ? AND held_by = ?',
  );
  const find = database.prepare(
    'SELECT object FROM result_inbox WHERE job_id = ? ORDER BY handled_at DESC LIMIT 1',
  );
  const prune = database.prepare('DELETE FROM result_inbox WHERE handled_at < ? AND held_by IS NULL');

  const clock = () => now().getTime();

  return {
    async claim({ subject, version, sequence = null, owner }, leaseMs) {
      const at = clock();
      const { changes } = claim.run({ subject, version, sequence, owner, until: at + leaseMs, now: at });
      if (changes === 1) return 'claimed';
      const row = handled.get(subject);
      if (row?.version === version) return 'handled';
      return text(row?.sequence) > (sequence ?? '\uffff') ? 'superseded' : 'busy';
    },

    async extend({ subject, owner }, leaseMs) {
      return extend.run(clock() + leaseMs, subject, owner).changes === 1;
    },

    async complete({ subject, version, sequence = null, owner }, { jobId = null, object }, write) {
      const finish = () => {
        const row = {
          subject,
          version,
          sequence,
          owner,
          jobId,
          object: JSON.stringify(object),
          now: clock(),
        };
        return complete.run(row).changes === 1;
      };
      if (!write) return finish();
      database.exec('BEGIN IMMEDIATE');
      try {
        const completed = finish();
        if (completed) refusePromise(write(database));
        database.exec('COMMIT');
        return completed;
      } catch (error) {
        rollBack(database);
        throw error;
      }
    },

    async release({ subject, owner }) {
      release.run(subject, owner);
    },

    async find(jobId) {
      const row = find.get(jobId);
      return row && (JSON.parse(text(row.object)) as ObjectReference);
    },

    prune: (before) => Number(prune.run(before.getTime()).changes),
    close: () => database.close(),
    [Symbol.dispose]: () => database.close(),
  };
}

/** SQLite's own code for a file that another process has locked. */
const busy = 5;

/** Tries again while another process holds the file: SQLite's own timeout does not cover the switch to WAL. */
function insist(act: () => void, timeoutMs: number): void {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      act();
      return;
    } catch (error) {
      const locked = error instanceof Error && 'errcode' in error && error.errcode === busy;
      if (!locked || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Unless SQLite has done so itself: for a constraint of the caller's with `ON CONFLICT ROLLBACK`, or when the disk is full. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // It says that no transaction is active. What ended it is thrown.
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A transaction of one connection cannot stay open while others use the connection. */
function refusePromise(returned: unknown): void {
  if (returned instanceof Promise) {
    returned.catch(() => {});
    throw new InboxError(
      'InvalidOption',
      'The function given to done() must not be asynchronous with SQLite.',
    );
  }
}
